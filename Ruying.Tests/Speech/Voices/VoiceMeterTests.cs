using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Voices;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech.Voices;

public sealed class VoiceMeterTests : IDisposable
{
    private const string Text = "All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience.";

    private readonly TestModels _models = new();

    public void Dispose() => _models.Dispose();

    [SkippableTheory]
    [InlineData("en-us", -4)]
    [InlineData("en-us", 5)]
    [InlineData("de+f3", 3)]
    public async Task Measure_SpeechMadeHigher_FindsBySoMuch(string voice, double semitones)
    {
        await using var speech = Espeak.Require();
        var (own, higher) = (await SpokenAsync(speech, voice, 1, 0), await SpokenAsync(speech, voice, 1, semitones));

        (12 * Math.Log2(higher.Pitch!.Median / own.Pitch!.Median)).ShouldBe(semitones, 0.8);
        higher.Pitch.Low.ShouldBeLessThan(higher.Pitch.Median);
        higher.Pitch.High.ShouldBeGreaterThan(higher.Pitch.Median);
        higher.SyllablesPerSecond!.Value.ShouldBe(own.SyllablesPerSecond!.Value, 0.12 * own.SyllablesPerSecond.Value);
    }

    [SkippableTheory]
    [InlineData(0.75)]
    [InlineData(1.3)]
    public async Task Measure_SpeechMadeFaster_FindsBySoMuch(double rate)
    {
        await using var speech = Espeak.Require();
        var (own, faster) = (await SpokenAsync(speech, "en-us", 1, 0), await SpokenAsync(speech, "en-us", rate, 0));

        (faster.SyllablesPerSecond!.Value / own.SyllablesPerSecond!.Value).ShouldBe(rate, 0.12);
        faster.Pitch!.Median.ShouldBe(own.Pitch!.Median, 0.05 * own.Pitch.Median);
    }

    [SkippableTheory]
    [InlineData("media/speech/en-librivox-0870.flac", 85, 155)]
    [InlineData("media/talking/man-vfr-700-6s.mp4", 85, 155)]
    [InlineData("media/talking/man-1080x1920-20s.mp4", 85, 155)]
    [InlineData("media/talking/woman-1080x1920-hevc-10s.mp4", 165, 255)]
    public async Task Measure_People_AreAsHighAsMenAndWomen_InNoiseToo(string clip, double least, double most)
    {
        var sound = await AudioReader.ReadAsync(SharedMedia.Require(clip), Clock.ModelSampleRate);

        var clean = Measure(sound);
        clean.Pitch!.Median.ShouldBeInRange(least, most);
        clean.SyllablesPerSecond!.Value.ShouldBeInRange(2.5, 7.5);
        clean.VoicedShare.ShouldBeInRange(0.3, 0.9);

        var random = new Random(1);
        var level = Math.Sqrt(sound.Samples.Average(s => (double)s * s)) * Math.Sqrt(12) * Math.Pow(10, -15 / 20.0);
        var noisy = Measure(sound with { Samples = [.. sound.Samples.Select(s => (float)(s + ((random.NextDouble() - 0.5) * level)))] });
        (12 * Math.Log2(noisy.Pitch!.Median / clean.Pitch.Median)).ShouldBe(0, 1);
    }

    [Fact]
    public void Measure_Silence_FindsNothing() =>
        Measure(new PcmAudio(new float[Clock.ModelSampleRate * 3], Clock.ModelSampleRate)).ShouldBe(VoiceMeasures.None);

    [Fact]
    public void Measure_AnotherSampleRate_IsRefused() =>
        Should.Throw<ArgumentException>(() => VoiceMeter.Measure(new PcmAudio(new float[8000], 8000), [true]));

    private VoiceMeasures Measure(PcmAudio sound) => VoiceMeter.Measure(sound, new VoiceActivity(_models.Sessions.Get("voice-activity")));

    private async Task<VoiceMeasures> SpokenAsync(SpeechSynthesizer speech, string voice, double rate, double pitch)
    {
        var spoken = await speech.SpeakAsync(new SpeechRequest(Text, voice, rate, pitch));
        return Measure(await AudioReader.ResampleAsync(spoken.Audio, Clock.ModelSampleRate));
    }
}
