using System.Diagnostics;
using CsCheck;
using Ruying.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Espeak;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech;

public sealed class SpeechSynthesizerTests
{
    private const string Sentence = "A rainbow is a meteorological phenomenon that is caused by reflection, refraction and dispersion of light in water droplets.";

    [Fact]
    public void Host_AfterBuild_LiesBesideTheProgram()
    {
        foreach (var name in new[] { "Ruying.SpeechHost.dll", "Ruying.SpeechHost.runtimeconfig.json" })
        {
            File.Exists(Path.Combine(AppContext.BaseDirectory, name)).ShouldBeTrue(name);
        }
    }

    [SkippableFact]
    public async Task SpeakAsync_TwoParagraphs_TimesWordsSoundsAndPauses()
    {
        await using var synthesizer = Espeak.Require();
        const string Script = "Hello 😀 brave, new world. I can't stop!\r\n\r\nPapa paid 3.50 in 2023.";

        var utterance = await synthesizer.SpeakAsync(new SpeechRequest(Script, "en-us"));

        Espeak.ShouldBeSound(utterance, Script);
        utterance.Words.Select(word => word.Text).ShouldBe(
            ["Hello", "😀", "brave", "new", "world", "I", "can't", "stop", "Papa", "paid", "3.50", "in", "2023"]);
        utterance.Phonemes[0].End.ShouldBe(SpeechSynthesizer.LeadingSilence, 0.08);
        var papa = utterance.Words.Single(word => word.Text == "Papa");
        var gap = utterance.Phonemes.Last(phoneme => phoneme.Ipa == "_" && phoneme.Start < papa.Start);
        (gap.End - gap.Start).ShouldBe(SpeechSynthesizer.ParagraphPause, 0.1);
        var sounds = utterance.Phonemes.Where(phoneme => phoneme.Start >= papa.Start - 0.001 && phoneme.End <= papa.End + 0.001).ToArray();
        sounds.Select(phoneme => phoneme.Ipa).ShouldBe(["p", "ɑː", "p", "ə"]);
        sounds.Select(phoneme => phoneme.Stress).ShouldBe([0, 2, 0, 0]);
        // The closure is part of the stop: the engine's own mark leaves 33 ms.
        (sounds[2].End - sounds[2].Start).ShouldBeGreaterThan(0.06);
    }

    [SkippableTheory]
    [InlineData("en-us", "h ə l oʊ _ w ɜː l d", "Hello, world.")]
    [InlineData("cmn-latn-pinyin", "n i χ ɑu ʂ i tɕ iɛ", "你好世界。")]
    [InlineData("de", "d ɛ ɾ ɪ s t k uː l", "Der ist cool.")]
    public async Task SpeakAsync_ShortText_NamesItsSounds(string voice, string expected, string text)
    {
        await using var synthesizer = Espeak.Require();
        var utterance = await synthesizer.SpeakAsync(new SpeechRequest(text, voice));
        string.Join(' ', utterance.Phonemes.Skip(1).SkipLast(1).Select(phoneme => phoneme.Ipa)).ShouldBe(expected);
    }

    [SkippableFact]
    public async Task SpeakAsync_InvisibleAndDecomposedLetters_WordsAsWritten()
    {
        await using var synthesizer = Espeak.Require();
        const string Script = "cafe\u0301 so\u00ADft 彩虹 A\u202E.";
        var utterance = await synthesizer.SpeakAsync(new SpeechRequest(Script, "fr-fr"));
        utterance.Words.Select(word => word.Text).ShouldBe(["cafe\u0301", "so\u00ADft", "彩", "虹", "A"]);
        Espeak.ShouldBeSound(utterance, Script);
    }

    [SkippableTheory]
    [InlineData("ar")]
    [InlineData("de")]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    [InlineData("hi")]
    [InlineData("it")]
    [InlineData("pt")]
    [InlineData("ru")]
    [InlineData("vi")]
    [InlineData("zh")]
    public async Task SpeakAsync_RealSentences_CoverSoundAndScript(string language)
    {
        await using var synthesizer = Espeak.Require();
        var script = await File.ReadAllTextAsync(SharedMedia.Require($"reference/piper/sentences/{language}.txt"));
        var voice = (await synthesizer.GetCatalogAsync()).Default(language);

        var utterance = await synthesizer.SpeakAsync(new SpeechRequest(script, voice.Id));

        Espeak.ShouldBeSound(utterance, script);
        utterance.Words.Sum(word => word.Text.Length).ShouldBeGreaterThan(script.Count(char.IsLetter) * 9 / 10);
        utterance.Phonemes.Select(phoneme => phoneme.Ipa).Distinct().Count().ShouldBeGreaterThan(20);
    }

    [SkippableFact]
    public async Task SpeakAsync_RandomText_IsAlwaysSound()
    {
        await using var synthesizer = Espeak.Require();
        string[] words =
        [
            "hello", "can't", "3.5", "2023", "the", "of", "U.S.A.", "naïve", "nai\u0308ve", "😀", "👩‍👩‍👧", "&", "50%", "$20", "—", "...", "(so)", "\"x\"",
            "\r\n", "\n\n", "\t", "\0", "a\u0007b", "\u200F", "Straße", "œuvre", "こんにちは", "彩虹", "世界。", "Привет", "सूर्य", "किरणें।", "مرحبا", "؟",
            "\uD83D", "\u202E", "ﬁ", "½", "x²", "http://a.b/c", "[[həl]]", "<b>", "​word", "สวัสดี", "안녕", "cầu", "\U00020000",
        ];
        string[] voices = ["en-us", "cmn-latn-pinyin", "fr-fr", "hi", "ar", "ru"];
        var gen = Gen.Select(AnyOf(words).Array[1, 25], AnyOf(" ", "", " "), AnyOf(voices));
        await gen.SampleAsync(
            async (parts, glue, voice) =>
            {
                var script = string.Join(glue, parts);
                try
                {
                    Espeak.ShouldBeSound(await synthesizer.SpeakAsync(new SpeechRequest(script, voice)), script);
                }
                catch (ScriptException error)
                {
                    error.Code.ShouldBe("script.empty");
                }
            },
            iter: 60,
            threads: 2);
    }

    [SkippableTheory]
    [InlineData(0.5, 2.0)]
    [InlineData(1.5, 0.667)]
    [InlineData(2, 0.5)]
    public async Task SpeakAsync_Rate_ScalesLength(double rate, double expected)
    {
        await using var synthesizer = Espeak.Require();
        foreach (var voice in new[] { "en-us", "de", "es" })
        {
            var own = await SpokenSecondsAsync(synthesizer, new SpeechRequest(Sentence, voice));
            var changed = await SpokenSecondsAsync(synthesizer, new SpeechRequest(Sentence, voice, Rate: rate));
            (changed / own).ShouldBe(expected, expected * 0.12, voice);
        }
    }

    [SkippableTheory]
    [InlineData(-12)]
    [InlineData(-5)]
    [InlineData(5)]
    [InlineData(12)]
    public async Task SpeakAsync_Pitch_ScalesFrequencyAndKeepsLength(double semitones)
    {
        await using var synthesizer = Espeak.Require();
        var own = await synthesizer.SpeakAsync(new SpeechRequest(Sentence, "en-us"));
        var changed = await synthesizer.SpeakAsync(new SpeechRequest(Sentence, "en-us", Pitch: semitones));
        var ratio = Espeak.FundamentalFrequency(changed.Audio) / Espeak.FundamentalFrequency(own.Audio);
        (12 * Math.Log2(ratio)).ShouldBe(semitones, 1.2);
        (changed.Audio.Seconds / own.Audio.Seconds).ShouldBe(1, 0.06);
        Espeak.ShouldBeSound(changed, Sentence);
    }

    [SkippableFact]
    public async Task SpeakAsync_Volume_ScalesLevelWithoutBreaking()
    {
        await using var synthesizer = Espeak.Require();
        var own = await synthesizer.SpeakAsync(new SpeechRequest(Sentence, "en-us"));
        var half = await synthesizer.SpeakAsync(new SpeechRequest(Sentence, "en-us", Volume: 0.5));
        var loud = await synthesizer.SpeakAsync(new SpeechRequest(Sentence, "en-us", Volume: 2));
        half.Audio.Samples.Max().ShouldBe(own.Audio.Samples.Max() / 2, 1e-4);
        loud.Audio.Samples.Max(Math.Abs).ShouldBeInRange(0.9f, 1f);
        loud.Phonemes.ShouldBe(own.Phonemes);
    }

    [SkippableFact]
    public async Task SpeakAsync_FourAtOnce_SameAsAlone()
    {
        await using var synthesizer = Espeak.Require();
        SpeechRequest[] requests =
        [
            new(Sentence, "en-us"), new("Der Regenbogen ist schön. Sehr schön.", "de"), new("你好，世界。", "cmn-latn-pinyin"), new(Sentence, "en-gb", Pitch: 10),
        ];
        var together = await Task.WhenAll(requests.Select(request => synthesizer.SpeakAsync(request)));
        for (var i = 0; i < requests.Length; i++)
        {
            var alone = await synthesizer.SpeakAsync(requests[i]);
            alone.Audio.Samples.ShouldBe(together[i].Audio.Samples);
            alone.Phonemes.ShouldBe(together[i].Phonemes);
            alone.Words.ShouldBe(together[i].Words);
        }
    }

    [SkippableFact]
    public async Task SpeakAsync_HostKilledInTheMiddle_Succeeds()
    {
        var engine = Espeak.RequireEngine(maxHosts: 1);
        await using var synthesizer = Espeak.Speaking(engine);
        var script = string.Concat(Enumerable.Repeat(Sentence + " ", 30));
        var expected = await synthesizer.SpeakAsync(new SpeechRequest(script, "en-us"));
        var kills = new Kill(engine);

        var utterance = await synthesizer.SpeakAsync(new SpeechRequest(script, "en-us"), kills);

        kills.Done.ShouldBe(1);
        utterance.Audio.Samples.ShouldBe(expected.Audio.Samples);
        utterance.Words.ShouldBe(expected.Words);
    }

    [SkippableFact]
    public async Task SpeakAsync_Cancelled_EndsAndLeavesNoProcess()
    {
        int[] processes;
        var engine = Espeak.RequireEngine();
        await using (var synthesizer = Espeak.Speaking(engine))
        {
            using var source = new CancellationTokenSource();
            var cancel = new CancelOnReport(engine, source);
            var script = string.Concat(Enumerable.Repeat(Sentence + " ", 700));
            var call = synthesizer.SpeakAsync(new SpeechRequest(script, "en-us"), cancel, source.Token);
            await Should.ThrowAsync<OperationCanceledException>(call.WaitAsync(TimeSpan.FromSeconds(20)));

            (await synthesizer.SpeakAsync(new SpeechRequest("Still here.", "en-us"))).Words.Count.ShouldBe(2);
            processes = [.. cancel.Processes, .. engine.HostProcessIds];
            processes.Length.ShouldBe(2);
        }

        foreach (var id in processes)
        {
            Should.Throw<ArgumentException>(() => Process.GetProcessById(id));
        }
    }

    [SkippableFact]
    public async Task SpeakAsync_Progress_EndsWithOneOnce()
    {
        await using var synthesizer = Espeak.Require();
        var reports = new Reports();
        await synthesizer.SpeakAsync(new SpeechRequest("One. Two. Three.", "en-us"), reports);
        reports.Seen.Select(report => report.Fraction).ShouldBe([1 / 3.0, 2 / 3.0, 1]);
        reports.Seen.ShouldAllBe(report => report.Stage == "speak");
    }

    [SkippableTheory]
    [InlineData("", 1, 0, 1, "script.empty")]
    [InlineData(" \n... —\u200B", 1, 0, 1, "script.empty")]
    [InlineData("x", 0.4, 0, 1, "speech.option_out_of_range")]
    [InlineData("x", 1, 12.5, 1, "speech.option_out_of_range")]
    [InlineData("x", 1, 0, double.NaN, "speech.option_out_of_range")]
    public async Task SpeakAsync_BadRequest_SaysWhy(string text, double rate, double pitch, double volume, string code)
    {
        await using var synthesizer = Espeak.Require();
        var error = await Should.ThrowAsync<ScriptException>(synthesizer.SpeakAsync(new SpeechRequest(text, "en-us", rate, pitch, volume)));
        error.Code.ShouldBe(code);
    }

    [SkippableFact]
    public async Task SpeakAsync_UnknownVoice_SuggestsNearOnes()
    {
        await using var synthesizer = Espeak.Require();
        var error = await Should.ThrowAsync<ScriptException>(synthesizer.SpeakAsync(new SpeechRequest("Hello.", "en-uss")));
        error.Code.ShouldBe("voice.unknown");
        error.Message.ShouldContain("en-us");
    }

    [Fact]
    public async Task ListVoicesAsync_NoLibrary_SaysEngineMissing()
    {
        await using var synthesizer = Espeak.Speaking(new EspeakEngine(new SpeechHostOptions { LibraryName = "libnothing-of-the-kind.so.1" }, NullLogger.Instance));
        var error = await Should.ThrowAsync<EnvironmentException>(synthesizer.GetCatalogAsync());
        error.Code.ShouldBe("speech.engine_missing");
    }

    private static Gen<string> AnyOf(params string[] choices) => Gen.Int[0, choices.Length - 1].Select(index => choices[index]);

    private static async Task<double> SpokenSecondsAsync(SpeechSynthesizer synthesizer, SpeechRequest request)
    {
        var utterance = await synthesizer.SpeakAsync(request);
        return utterance.Phonemes[^1].Start - utterance.Phonemes[0].End;
    }

    private sealed class Reports : IProgress<StageProgress>
    {
        public List<StageProgress> Seen { get; } = [];

        public void Report(StageProgress value) => Seen.Add(value);
    }

    /// <summary>Ends the host, hard, once.</summary>
    private sealed class Kill(EspeakEngine engine) : IProgress<StageProgress>
    {
        public int Done { get; private set; }

        public void Report(StageProgress value)
        {
            if (Done == 0 && value.Fraction > 0.3)
            {
                Done++;
                using var host = Process.GetProcessById(engine.HostProcessIds.Single());
                host.Kill();
            }
        }
    }

    private sealed class CancelOnReport(EspeakEngine engine, CancellationTokenSource source) : IProgress<StageProgress>
    {
        public IReadOnlyCollection<int> Processes { get; private set; } = [];

        public void Report(StageProgress value)
        {
            Processes = engine.HostProcessIds;
            source.Cancel();
        }
    }
}
