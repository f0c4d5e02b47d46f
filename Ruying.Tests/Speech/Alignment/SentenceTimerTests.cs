using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Alignment;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech.Alignment;

/// <summary>Times that are found against times that are known.</summary>
public sealed class SentenceTimerTests
{
    private const string Sentence = "A rainbow, they say, is a bridge; perhaps somebody built it from drops of morning rain.";

    [SkippableTheory]
    [InlineData("en-us", "en-gb-x-rp", Sentence)]
    [InlineData("de", "de", "Der Regenbogen ist ein Bogen, den man am Himmel sieht, wenn die Sonne scheint.")]
    [InlineData("cmn-latn-pinyin", "cmn-latn-pinyin", "你好，世界。今天天气很好。")]
    public async Task Time_AnotherVoiceRateAndPitch_FindsItsSounds(string reads, string speaks, string sentence)
    {
        await using var engine = Espeak.RequireEngine();
        var voices = new VoiceCatalog(await engine.ListVoicesAsync(default));
        var spoken = await engine.SpeakAsync(new SentenceRequest(sentence, voices.Find(speaks), 0.85, 4), default);
        voices.Default(voices.Find(reads).Language).Id.ShouldBe(reads);

        var timed = await new SentenceTimer(engine, Espeak.Warp).TimeAsync(sentence, voices.Find(reads).Language, spoken with { Phonemes = [], Words = [] });

        timed.Pcm.ShouldBe(spoken.Pcm);
        timed.Phonemes[0].Start.ShouldBe(0);
        timed.Phonemes[^1].End.ShouldBe(spoken.Pcm.Length);
        timed.Phonemes.Zip(timed.Phonemes.Skip(1)).ShouldAllBe(p => p.First.End == p.Second.Start);
        timed.Words.Count.ShouldBe(spoken.Words.Count);
        double[] errors = [.. timed.Words.Zip(spoken.Words, (a, b) => Math.Abs(a.Start - b.Start) / (double)spoken.SampleRate).Order()];
        errors[errors.Length / 2].ShouldBeLessThan(0.04);
        errors[^1].ShouldBeLessThan(0.2);
    }

    [SkippableTheory]
    [InlineData("s1")]
    [InlineData("s2")]
    [InlineData("s22")]
    public async Task Time_RealPeople_FindsTheirWords(string folder)
    {
        await using var engine = Espeak.RequireEngine();
        var errors = new List<double>();
        foreach (var path in Directory.EnumerateFiles(SharedMedia.Require($"media/grid/{folder}"), "*.align").Order(StringComparer.Ordinal).Take(4))
        {
            var words = GridAlignment.Read(path);
            var clip = await AudioReader.ReadAsync(Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path) + ".m*").First(), Clock.ModelSampleRate);
            var (first, last) = ((int)(words[0].Start * clip.SampleRate), Math.Min((int)(words[^1].End * clip.SampleRate), clip.Samples.Length));
            var spoken = new SpokenSentence(SpokenSentence.ToPcm(clip.Samples[first..last]), clip.SampleRate, [], []);

            var timed = await new SentenceTimer(engine, Espeak.Warp).TimeAsync(string.Join(' ', words.Select(w => w.Text)), "en-GB", spoken);

            timed.Words.Count.ShouldBe(words.Count);
            errors.AddRange(timed.Words.Zip(words, (a, b) => Math.Abs(((double)a.Start / clip.SampleRate) + words[0].Start - b.Start)).Skip(1));
        }

        errors.Sort();
        errors[errors.Count / 2].ShouldBeLessThan(0.04);
        errors[(int)(errors.Count * 0.9)].ShouldBeLessThan(0.12);
    }

    [SkippableFact]
    public async Task Time_GivenSoundsThatTheReaderLacks_ReadsTheLetters()
    {
        await using var engine = Espeak.RequireEngine();
        var voice = new VoiceCatalog(await engine.ListVoicesAsync(default)).Find("en-us");
        var spoken = await engine.SpeakAsync(new SentenceRequest("Two words.", voice, 0.9, 2), default);

        var timed = await new SentenceTimer(engine, Espeak.Warp).TimeAsync("Two words.", "en-US", spoken with { Phonemes = [], Words = [] }, pronunciations: [new Pronunciation(4, 5, "wЖdz", "Here")]);

        timed.Words.Count.ShouldBe(2);
        ((double)timed.Words[1].Start).ShouldBe(spoken.Words[1].Start, spoken.SampleRate / 10.0);
    }

    [SkippableFact]
    public async Task Time_Silence_IsOnePause()
    {
        await using var engine = Espeak.RequireEngine();

        var timed = await new SentenceTimer(engine, Espeak.Warp).TimeAsync("Hello.", "en", new SpokenSentence(new short[16000], 16000, [], []));

        timed.Words.ShouldBeEmpty();
        timed.Phonemes.ShouldBe([new SpokenPhoneme("_", 0, 16000, 0)]);
    }
}
