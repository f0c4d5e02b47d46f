using Ruying.Pipeline.Captions;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Alignment;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech;

/// <summary>Sentences of many languages: spoken, timed once more as if the engine had told nothing, and captioned.</summary>
public sealed class ManyLanguagesTests
{
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
    public async Task Sentences_OfALanguage_AreSpokenAlignedAndCaptioned(string language)
    {
        var text = string.Join('\n', File.ReadLines(SharedMedia.Require($"reference/piper/sentences/{language}.txt")).Where(l => l.Trim().Length > 0).Take(2));
        await using var engine = Espeak.RequireEngine();
        var speech = Espeak.Speaking(engine);
        var voice = (await speech.GetCatalogAsync()).Default(language);

        var utterance = await speech.SpeakAsync(new SpeechRequest(text, voice.Id));
        Espeak.ShouldBeSound(utterance, text);
        var captions = CaptionSplitter.Split(Script.Parse(text), utterance.Words, utterance.Audio.Seconds);
        captions.ShouldAllBe(c => c.Lines.Count <= 2 && c.End > c.Start);
        captions.Zip(captions.Skip(1)).ShouldAllBe(p => p.Second.Start >= p.First.End);

        var sentence = Script.Parse(text).Sentences[0].Text;
        var known = await engine.SpeakAsync(new SentenceRequest(sentence, voice, 0.9, 3), default);
        var found = await new SentenceTimer(engine, Espeak.Warp).TimeAsync(sentence, voice.Language, known with { Phonemes = [], Words = [] });
        double[] errors = [.. found.Words.Zip(known.Words, (a, b) => Math.Abs(a.Start - b.Start) / (double)known.SampleRate).Order()];
        errors.Length.ShouldBe(known.Words.Count);
        errors[errors.Length / 2].ShouldBeLessThan(0.04);
        errors[(int)(errors.Length * 0.9)].ShouldBeLessThan(0.12);
    }
}
