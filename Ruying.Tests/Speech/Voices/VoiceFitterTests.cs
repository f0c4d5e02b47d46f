using Ruying.Pipeline;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Voices;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech.Voices;

public sealed class VoiceFitterTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestModels _models = new();

    public void Dispose()
    {
        _models.Dispose();
        _folder.Dispose();
    }

    [SkippableFact]
    public async Task Fit_AManAndAWoman_GetTheirRegisterAndTheirPitch()
    {
        await using var speech = Espeak.Require();
        var fitter = Fitter(speech);

        var man = await fitter.FitAsync(Person(95, 5), null, "de");
        man.Voice.Id.ShouldBe("de");
        man.OwnHertz!.Value.ShouldBeInRange(85, 115);
        (man.OwnHertz.Value * Math.Pow(2, man.Pitch / 12)).ShouldBe(95, 1);

        var woman = await fitter.FitAsync(Person(210, 5), null, "de");
        woman.Voice.Id.ShouldStartWith("de+f");
        (woman.OwnHertz!.Value * Math.Pow(2, woman.Pitch / 12)).ShouldBe(210, 2);

        var child = await fitter.FitAsync(Person(420, 12), null, "de");
        child.Voice.Id.ShouldStartWith("de+f");
        child.Pitch.ShouldBe(4);
        child.Rate.ShouldBe(VoiceFitter.MostRate);
        child.Voice.Language.ShouldBe("de");
    }

    [SkippableFact]
    public async Task Fit_WithoutAMeasuredPitch_IsTheLanguagesVoiceAsItIs()
    {
        await using var speech = Espeak.Require();
        foreach (var person in new[] { null, VoiceMeasures.None })
        {
            var fitted = await Fitter(speech).FitAsync(person, null, "fr");
            (fitted.Voice.Id, fitted.Pitch, fitted.Rate, fitted.OwnHertz).ShouldBe(("fr-fr", 0, 1, null));
        }

        Directory.Exists(_folder.File("voices")).ShouldBeFalse("nothing had to be measured");
    }

    [SkippableFact]
    public async Task Fit_WithAChoice_TakesWhatIsSet_ForTheLanguagesOfTheVoice()
    {
        await using var speech = Espeak.Require();
        var fitter = Fitter(speech);
        var choice = new VoiceChoice("en-gb+m3", Rate: 1.5);

        var english = await fitter.FitAsync(Person(120, 5), choice, "en-US");
        (english.Voice.Id, english.Rate).ShouldBe(("en-gb+m3", 1.5));
        (english.OwnHertz!.Value * Math.Pow(2, english.Pitch / 12)).ShouldBe(120, 1);

        var italian = await fitter.FitAsync(Person(105, 5), choice, "it");
        italian.Voice.Id.ShouldBe("it");
        italian.Rate.ShouldBeLessThan(1.5);

        (await fitter.FitAsync(null, new VoiceChoice(Pitch: 7), "it")).Pitch.ShouldBe(7);
        (await Should.ThrowAsync<ScriptException>(() => fitter.FitAsync(null, new VoiceChoice("gone"), "it"))).Code.ShouldBe("voice.unknown");
        (await Should.ThrowAsync<ScriptException>(() => fitter.FitAsync(Person(120, 5), null, "xx"))).Code.ShouldBe("language.unknown");
    }

    [SkippableFact]
    public async Task Fit_MeasuresAVoiceOnce_AndKeepsIt()
    {
        await using var speech = Espeak.Require();
        var first = await Fitter(speech).FitAsync(Person(105, 5), null, "it");
        var kept = Directory.GetFiles(_folder.File("voices")).ShouldHaveSingleItem();

        // What was kept is believed: a pitch written there moves the fit.
        await File.WriteAllTextAsync(kept, (await File.ReadAllTextAsync(kept)).Replace($"\"Median\":{first.OwnHertz}", "\"Median\":100.5"));
        (await Fitter(speech).FitAsync(Person(105, 5), null, "it")).OwnHertz.ShouldBe(100.5);

        await File.WriteAllTextAsync(kept, "no JSON");
        (await Fitter(speech).FitAsync(Person(105, 5), null, "it")).ShouldBe(first);
    }

    [Theory]
    [InlineData(13.0, null)]
    [InlineData(double.NaN, null)]
    [InlineData(null, 0.4)]
    public void Check_OutOfRange_IsRefused(double? pitch, double? rate) =>
        Should.Throw<ScriptException>(() => new VoiceChoice(null, pitch, rate).Check()).Code.ShouldBe("speech.option_out_of_range");

    private static VoiceMeasures Person(double hertz, double syllables) => new(20, new PitchRange(hertz, hertz * 0.85, hertz * 1.2), 0.6, syllables);

    private VoiceFitter Fitter(SpeechSynthesizer speech) => new(speech, new MeasuredVoices(
        speech,
        () => new VoiceActivity(_models.Sessions.Get("voice-activity")),
        new ModelStore(_folder.File("models"), _models.Sessions, TimeProvider.System),
        _folder.File("voices"),
        TimeProvider.System));
}
