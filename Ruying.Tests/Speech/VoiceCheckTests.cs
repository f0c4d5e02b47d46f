using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Espeak;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech;

/// <summary>Every voice of espeak-ng reads a sentence of its language; what cannot read its language is known, and not offered (docs/voices.md).</summary>
public sealed class VoiceCheckTests
{
    private static readonly bool FullRun = Environment.GetEnvironmentVariable("RUYING_FULL_TESTS") == "1";

    /// <summary>A sample of scripts for the plain run.</summary>
    private static readonly string[] Sample =
        ["en-us", "de", "fr-fr", "ru", "el", "ar", "fa", "hi", "bn", "ta", "am", "ka", "hy", "ko", "vi", "yue", "cmn", "cmn-latn-pinyin", "ja", "th", "he", "hak", "my"];

    [SkippableFact]
    public async Task Voices_ReadTheirLanguage_OrAreKnownNotTo()
    {
        await using var engine = Espeak.RequireEngine();
        var voices = (await engine.ListVoicesAsync(default)).Where(voice => FullRun || Sample.Contains(voice.Id)).ToArray();
        voices.Length.ShouldBeGreaterThanOrEqualTo(Sample.Length);
        foreach (var voice in voices)
        {
            var check = await VoiceChecker.CheckAsync(engine, voice, default);
            check.IsReadWell.ShouldBe(voice.Id != "cmn" && LanguageVoices.IsReadWell(voice.Language), $"{voice.Id}: {check.Reason} {check.Ipa}");
            check.Sounds.ShouldBeGreaterThan(10, voice.Id);
        }
    }

    [SkippableFact]
    public async Task Voices_ThatReadTheirLanguage_SpeakItsWords()
    {
        await using var engine = Espeak.RequireEngine();
        var synthesizer = Espeak.Speaking(engine);
        foreach (var voice in (await synthesizer.GetCatalogAsync()).Voices.Where(voice => FullRun || Sample.Contains(voice.Id)))
        {
            var sentence = VoiceChecker.Sentence(voice.Language);
            var utterance = await synthesizer.SpeakAsync(new SpeechRequest(sentence, voice.Id));
            Espeak.ShouldBeSound(utterance, sentence);
            utterance.Words.Sum(word => word.Text.Length).ShouldBeGreaterThan(sentence.Count(char.IsLetterOrDigit) * 9 / 10, voice.Id);
        }
    }

    [SkippableTheory]
    // A voice of Chinese reads the Latin words in English; one of English can only name the characters.
    [InlineData("cmn-latn-pinyin", "我们用 Python 和 GitHub 写代码。", true)]
    [InlineData("yue", "我哋用 Python 寫嘢。", true)]
    [InlineData("en-us", "We say 你好 in Chinese.", false)]
    public async Task Speak_ChineseAndEnglishInOneSentence_SpeaksBoth(string voice, string text, bool isRead)
    {
        await using var engine = Espeak.RequireEngine();
        var synthesizer = Espeak.Speaking(engine);

        var utterance = await synthesizer.SpeakAsync(new SpeechRequest(text, voice));

        Espeak.ShouldBeSound(utterance, text);
        string.Concat(utterance.Words.Select(word => word.Text)).ShouldBe(string.Concat(text.Where(char.IsLetter)));
        utterance.Words.ShouldAllBe(word => utterance.Phonemes.Any(p => p.Ipa != "_" && p.Start < word.End && p.End > word.Start));
        var ipa = string.Concat(await engine.TranscribeRawAsync(text, voice, default)).Replace("\u001F", "");
        ipa.Contains("tʃˈaɪniːz", StringComparison.Ordinal).ShouldBe(!isRead, ipa);
        if (isRead)
        {
            ipa.ShouldContain("(en)");
            ipa.Replace("ˈ", "").ShouldContain("paɪθ");
        }
    }
}
