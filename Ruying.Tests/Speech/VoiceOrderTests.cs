using Ruying.Pipeline;
using Ruying.Pipeline.Speech;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech;

public sealed class VoiceOrderTests
{
    private static readonly Voice[] Espeak =
        [.. new[] { ("en-gb", "en-GB"), ("en-us", "en-US"), ("de", "de"), ("hi", "hi"), ("nb", "nb"), ("cmn", "zh"), ("cmn-latn-pinyin", "zh") }.Select(v => new Voice(v.Item1, v.Item1, v.Item2, "espeak-ng"))];

    private static readonly Voice[] Flite = [new("flite:slt", "", "en-US", "flite"), new("flite:awb", "", "en-GB", "flite")];

    private static readonly Voice[] Festival = [new("festival:kal_diphone", "", "en-US", "festival"), new("festival:hindi_nsk_diphone", "", "hi-IN", "festival")];

    private static readonly Voice[] Networks =
        [new("kokoro:k/af_heart", "", "en-US", "kokoro"), new("piper:thorsten", "", "de-DE", "piper"), new("piper:huayan", "", "zh-CN", "piper"), new("piper:alba", "", "en-GB", "piper")];

    private static readonly Voice[] Server = [new("http:s/alloy", "", "en", "http"), new("http:s/sakura", "", "ja", "http")];

    [Theory]
    [InlineData("en", "kokoro:k/af_heart")]
    [InlineData("en-GB", "piper:alba")]
    [InlineData("de-AT", "piper:thorsten")]
    [InlineData("zh", "piper:huayan")]
    [InlineData("hi", "hi")] // festival's leaves out words in Latin letters.
    [InlineData("no", "nb")]
    [InlineData("ja", "http:s/sakura")]
    public void Default_WithEveryEngine_IsOfTheCountryAndTheMostNatural(string language, string expected) =>
        new VoiceCatalog([.. Espeak, .. Flite, .. Festival, .. Networks, .. Server]).Default(language).Id.ShouldBe(expected);

    [Theory]
    [InlineData("en", "flite:slt")]
    [InlineData("en-GB", "flite:awb")]
    [InlineData("en-AU", "flite:slt")]
    [InlineData("zh-TW", "cmn-latn-pinyin")]
    public void Default_WithWhatDebianHas_PrefersItsNaturalVoices(string language, string expected) =>
        new VoiceCatalog([.. Espeak, .. Festival, .. Flite]).Default(language).Id.ShouldBe(expected);

    [Fact]
    public void Of_OneEngine_HasNoOther()
    {
        var catalog = new VoiceCatalog([.. Espeak, .. Flite]).Of("espeak-ng");
        catalog.Default("en").Id.ShouldBe("en-us");
        Should.Throw<ScriptException>(() => catalog.Find("flite:slt")).Code.ShouldBe("voice.unknown");
    }

    [Theory]
    [InlineData("de+f3", "de+f3")]
    [InlineData("EN-US+M7", "en-us+m7")]
    public void Find_EspeakVoiceWithASpeaker_IsOne(string id, string expected)
    {
        var voice = new VoiceCatalog([.. Espeak, .. Flite]).Find(id);
        (voice.Id, voice.Engine).ShouldBe((expected, "espeak-ng"));
    }

    [Theory]
    [InlineData("de+f9")]
    [InlineData("de+")]
    [InlineData("xx+f1")]
    [InlineData("flite:slt+f1")]
    [InlineData("de+../../f1")]
    public void Find_AnotherSpeaker_IsUnknown(string id) =>
        Should.Throw<ScriptException>(() => new VoiceCatalog([.. Espeak, .. Flite]).Find(id)).Code.ShouldBe("voice.unknown");
}
