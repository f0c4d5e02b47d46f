using Ruying.Pipeline;
using Ruying.Pipeline.Speech;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech;

public sealed class VoiceCatalogTests
{
    [SkippableFact]
    public async Task Default_KnownLanguages_PicksTheVoiceThatReadsThem()
    {
        await using var synthesizer = Espeak.Require();
        var catalog = await synthesizer.GetCatalogAsync();
        (string Language, string Voice)[] expected =
        [
            ("en", "en-us"), ("en-GB", "en-gb"), ("en_AU", "en-us"), ("zh", "cmn-latn-pinyin"), ("cmn", "cmn-latn-pinyin"), ("zh-CN", "cmn-latn-pinyin"),
            ("zh-Hant-TW", "cmn-latn-pinyin"), ("zh-HK", "yue"), ("pt", "pt-br"), ("pt-BR", "pt-br"), ("pt-PT", "pt"), ("de", "de"), ("de-AT", "de"),
            ("fr", "fr-fr"), ("fr-CA", "fr-fr"), ("es", "es"), ("es-MX", "es-419"), ("it", "it"), ("ru", "ru"), ("ja", "ja"), ("hi", "hi"), ("ar", "ar"),
            ("vi", "vi"), ("ko", "ko"), ("no", "nb"),
        ];
        foreach (var (language, voice) in expected)
        {
            catalog.Default(language).Id.ShouldBe(voice, language);
        }
    }

    [SkippableFact]
    public async Task Voices_All_HaveUniqueIdsAndSpeak()
    {
        await using var synthesizer = Espeak.Require();
        var voices = (await synthesizer.GetCatalogAsync()).Voices;
        voices.Count.ShouldBeGreaterThan(100);
        voices.Select(voice => voice.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(voices.Count);
        voices.ShouldAllBe(voice => voice.Engine == "espeak-ng" && voice.Name.Length > 0 && voice.Language.Length >= 2);
        foreach (var voice in voices)
        {
            Espeak.ShouldBeSound(await synthesizer.SpeakAsync(new SpeechRequest("Radio 7.", voice.Id)), "Radio 7.");
        }
    }

    [SkippableFact]
    public async Task Voices_ThatCannotBeUnderstood_AreNotOffered()
    {
        await using var synthesizer = Espeak.Require();
        var catalog = await synthesizer.GetCatalogAsync();
        catalog.Voices.ShouldNotContain(voice => voice.Id == "cmn" || voice.Id == "th");
        catalog.Find("cmn").Id.ShouldBe("cmn-latn-pinyin");
        Should.Throw<ScriptException>(() => catalog.Find("th")).Code.ShouldBe("voice.unknown");
        Should.Throw<ScriptException>(() => catalog.Default("th")).Code.ShouldBe("language.unknown");
    }

    [SkippableFact]
    public async Task Default_UnknownLanguage_SuggestsNearOnes()
    {
        await using var synthesizer = Espeak.Require();
        var catalog = await synthesizer.GetCatalogAsync();
        var error = Should.Throw<ScriptException>(() => catalog.Default("xx"));
        error.Code.ShouldBe("language.unknown");
        Should.Throw<ScriptException>(() => catalog.Default("")).Code.ShouldBe("language.unknown");
    }

    [Theory]
    [InlineData("ja-JP", false)]
    [InlineData("th", false)]
    [InlineData("zh-TW", true)]
    [InlineData("en", true)]
    public void IsReadWell_Language_KnowsTheUnfit(string language, bool expected) => LanguageVoices.IsReadWell(language).ShouldBe(expected);
}
