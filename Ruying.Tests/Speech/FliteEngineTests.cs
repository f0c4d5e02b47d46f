using Microsoft.Extensions.Logging.Abstractions;
using Ruying.Pipeline;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Flite;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech;

public sealed class FliteEngineTests
{
    [SkippableFact]
    public async Task SpeakAsync_GivenSounds_ReadsTheLetters()
    {
        await using var synthesizer = await ProgramEngines.FliteAsync();
        var given = await synthesizer.SpeakAsync(new SpeechRequest("<speak>Say <phoneme ph='wЖdz'>words</phoneme>.</speak>", "flite:slt"));
        var plain = await synthesizer.SpeakAsync(new SpeechRequest("Say words.", "flite:slt"));
        given.Phonemes.ShouldBe(plain.Phonemes);
    }

    [SkippableFact]
    public async Task SpeakAsync_NumbersAndSigns_WordsWhereTheyAreHeard()
    {
        await using var synthesizer = await ProgramEngines.FliteAsync();
        const string Script = "Hello there, I can't pay $25.50 to Dr. Smith's map-maker: bob bumped 3 papas.";

        var utterance = await synthesizer.SpeakAsync(new SpeechRequest(Script, "flite:slt"));

        Espeak.ShouldBeSound(utterance, Script);
        utterance.Words.Select(word => word.Text).ShouldBe(
            ["Hello", "there", "I", "can't", "pay", "$", "25.50", "to", "Dr", "Smith's", "map", "maker", "bob", "bumped", "3", "papas"]);
        (string Word, string First, string Last)[] heard =
        [
            ("Hello", "h", "oʊ"), ("there", "ð", "ɹ"), ("can't", "k", "t"), ("pay", "p", "eɪ"), ("to", "t", "ə"), ("Dr", "d", "ɝ"), ("Smith's", "s", "s"),
            ("map", "m", "p"), ("maker", "m", "ɝ"), ("bob", "b", "b"), ("bumped", "b", "t"), ("3", "θ", "iː"), ("papas", "p", "z"),
        ];
        foreach (var (text, first, last) in heard)
        {
            var word = utterance.Words.Single(word => word.Text == text);
            var sounds = utterance.Phonemes.Where(sound => sound.Start >= word.Start - 1e-6 && sound.End <= word.End + 1e-6).ToArray();
            sounds[0].Ipa.ShouldBe(first, text);
            sounds[^1].Ipa.ShouldBe(last, text);
        }

        utterance.Phonemes[0].End.ShouldBe(SpeechSynthesizer.LeadingSilence + 0.04, 0.01);
    }

    [SkippableTheory]
    [InlineData("flite:slt")]
    [InlineData("flite:rms")]
    [InlineData("flite:kal16")]
    public async Task SpeakAsync_Stops_AreClosedWhereTheirTimesSay(string voice)
    {
        await using var synthesizer = await ProgramEngines.FliteAsync();
        const string Script = "Peter packed a pocket of pepper, picked a cape, a cap and a tack, took a tape, kept a cup of tea, and ate a potato at a party.";

        var (closures, vowels) = ProgramEngines.Levels(await synthesizer.SpeakAsync(new SpeechRequest(Script, voice)));

        closures.ShouldBeLessThan(0.4);
        vowels.ShouldBeGreaterThan(1);
    }

    [SkippableTheory]
    [InlineData("flite:slt")]
    [InlineData("flite:rms")]
    [InlineData("flite:awb")]
    [InlineData("flite:kal16")]
    [InlineData("flite:kal")]
    public async Task SpeakAsync_RateAndPitch_AreObeyed(string voice)
    {
        await using var synthesizer = await ProgramEngines.FliteAsync();
        await ProgramEngines.ShouldObeyAsync(synthesizer, voice, ProgramEngines.Sentence);
    }

    [SkippableTheory]
    [InlineData("--help")]
    [InlineData("-voice kal \"quoted\" 'text' $(id) `id` \\ | ; & < > * ?")]
    [InlineData("Naïve café — “quotes” … 100 % 😀 and 彩虹 and Привет!")]
    [InlineData("Stop! he said: \"what?\" and U.S. Navy men. Left Mr. Smith at 3:30, e.g. v2.0/x.")]
    [InlineData("%n %s {} [] <b>bold</b> 1e400 99999999999999999999 x² ½")]
    public async Task SpeakAsync_OddText_IsSound(string script)
    {
        await using var synthesizer = await ProgramEngines.FliteAsync();
        foreach (var voice in new[] { "flite:slt", "flite:kal" })
        {
            var utterance = await synthesizer.SpeakAsync(new SpeechRequest(script, voice));
            Espeak.ShouldBeSound(utterance, script);
            utterance.Words.ShouldNotBeEmpty();
        }
    }

    [SkippableFact]
    public async Task SpeakAsync_NothingInItsLetters_SaysWhyAndSpeaksTheRest()
    {
        await using var synthesizer = await ProgramEngines.FliteAsync();
        (await Should.ThrowAsync<ScriptException>(synthesizer.SpeakAsync(new SpeechRequest("Привет, мир!", "flite:kal")))).Code.ShouldBe("script.empty");
        var utterance = await synthesizer.SpeakAsync(new SpeechRequest("Привет! Hello.", "flite:kal"));
        Espeak.ShouldBeSound(utterance, "Привет! Hello.");
        utterance.Audio.SampleRate.ShouldBe(8000);
    }

    [SkippableFact]
    public async Task SpeakAsync_FourAtOnce_SameAsAlone()
    {
        await using var synthesizer = await ProgramEngines.FliteAsync();
        var requests = new[] { "slt", "kal", "awb", "slt" }.Select(voice => new SpeechRequest(ProgramEngines.Sentence, $"flite:{voice}")).ToArray();
        var together = await Task.WhenAll(requests.Select(request => synthesizer.SpeakAsync(request)));
        for (var i = 0; i < requests.Length; i++)
        {
            var alone = await synthesizer.SpeakAsync(requests[i]);
            alone.Audio.Samples.ShouldBe(together[i].Audio.Samples);
            alone.Words.ShouldBe(together[i].Words);
        }
    }

    [SkippableFact]
    public async Task SpeakAsync_Cancelled_EndsItsProcess()
    {
        await using var synthesizer = await ProgramEngines.FliteAsync();
        await ProgramEngines.ShouldCancelAsync(synthesizer, "flite:slt", "flite");
    }

    [Fact]
    public async Task ListVoicesAsync_NotInstalled_HasNone()
    {
        await using var engine = new FliteEngine(NullLogger.Instance, "flite-that-is-not-there");
        (await engine.ListVoicesAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ListVoicesAsync_NoAnswer_HasNone()
    {
        // Reads what comes by its first argument until the end of time.
        await using var engine = new FliteEngine(NullLogger.Instance, "yes", TimeSpan.FromMilliseconds(300));
        (await engine.ListVoicesAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task SpeakAsync_TooSlow_SaysEngineFailed()
    {
        await using var synthesizer = await ProgramEngines.FliteAsync();
        var voice = (await synthesizer.GetCatalogAsync()).Find("flite:slt");
        await using var slow = new FliteEngine(NullLogger.Instance, limit: TimeSpan.FromMilliseconds(100));
        Skip.If((await slow.ListVoicesAsync(CancellationToken.None)).Count == 0, "this machine is too busy to list voices in time");
        var text = string.Concat(Enumerable.Repeat(ProgramEngines.Sentence[..^1] + ", ", 20));
        var error = await Should.ThrowAsync<EnvironmentException>(slow.SpeakAsync(new SentenceRequest(text, voice, 0.5, 0), CancellationToken.None));
        error.Code.ShouldBe("speech.engine_failed");
    }
}
