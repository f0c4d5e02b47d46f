using System.Text;
using Ruying.Pipeline;
using Ruying.Pipeline.Speech.Piper;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech.Piper;

public sealed class PiperSymbolsTests
{
    [SkippableTheory]
    // hə lˈoʊ, wˈɜːld!
    [InlineData("Hello, world!", 20, 59, 24, 120, 27, 100, 8, 3, 35, 120, 62, 122, 24, 17, 4)]
    // ɪz ðɪs maɪ hˈaʊs? jˈɛs: ɪɾ ˈɪz.
    [InlineData("Is this my house? Yes: it is.", 74, 38, 3, 41, 74, 31, 3, 25, 14, 74, 3, 20, 120, 14, 100, 31, 13, 3, 22, 120, 61, 31, 11, 3, 74, 92, 3, 120, 74, 38, 10)]
    public async Task From_SentenceAndARealConfig_NumbersAsPiper(string text, params int[] expected)
    {
        var config = RealConfig();
        await using var espeak = Espeak.RequireEngine();

        var symbols = PiperSymbols.From(await espeak.TranscribeAsync(text, config.EspeakVoice, default), config);

        symbols.Missing.ShouldBeEmpty();
        symbols.Ids.ShouldBe([1, 0, .. expected.SelectMany(id => new long[] { id, 0 }), 2]);
    }

    [SkippableTheory]
    [InlineData("en-us", "\"Yes,\" he said; well… It is 3.5! Really", new[] { ",", ";", ";", "!", "" })]
    [InlineData("cmn-latn-pinyin", "你好，世界。今天下雨吗？是的！", new[] { ",", ".", "?", "!" })]
    [InlineData("ar", "مرحبا، كيف حالك؟ بخير.", new[] { ",", "?", "." })]
    [InlineData("hi", "नमस्ते। आप कैसे हैं?", new[] { ".", "?" })]
    public async Task TranscribeAsync_Clauses_KeepTheirMarks(string voice, string text, string[] marks)
    {
        await using var espeak = Espeak.RequireEngine();
        var clauses = await espeak.TranscribeAsync(text, voice, default);
        clauses.Select(clause => clause.Mark).ShouldBe(marks);
        clauses.ShouldAllBe(clause => clause.Ipa.Length > 0);
    }

    [SkippableFact]
    public async Task TranscribeAsync_WordOfAnotherLanguage_LeavesOutTheSwitch()
    {
        await using var espeak = Espeak.RequireEngine();
        var clause = (await espeak.TranscribeAsync("Der Computer ist cool.", "de", default)).ShouldHaveSingleItem();
        clause.Joined.ShouldBe("dɛɾ kɔmpjˈuːtɜ ɪst kˈuːl");
    }

    [SkippableFact]
    public async Task TranscribeAsync_UnknownVoice_IsRefused()
    {
        await using var espeak = Espeak.RequireEngine();
        (await Should.ThrowAsync<ScriptException>(() => espeak.TranscribeAsync("a", "no-such-voice", default))).Code.ShouldBe("voice.unknown");
    }

    [Fact]
    public void From_Text_DecomposesMapsAndLeavesOutWhatIsMissing()
    {
        var config = Config("""{"phoneme_type":"text","phoneme_map":{"x":["k","s"]}""", """ "e":[5],"\u0301":[6,7],"k":[8],"s":[9] """);
        var symbols = PiperSymbols.From("Éxq q", config);
        symbols.Ids.ShouldBe([1, 0, 5, 0, 6, 7, 0, 8, 0, 9, 0, 2]);
        symbols.Missing.ShouldBe(["q", " "]);
        PiperSymbols.From("qq", config).Ids.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task From_ASoundThatTheConfigLacks_TellsIt()
    {
        // The voice has c with cedilla in one piece, but Piper looks it up in two, and in those the voice was trained.
        await using var espeak = Espeak.RequireEngine();
        var symbols = PiperSymbols.From(await espeak.TranscribeAsync("ich", "de", default), RealConfig());
        symbols.Missing.ShouldBe(["\u0327"]);
        symbols.Ids.ShouldBe([1, 0, 74, 0, 16, 0, 2]);
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("null", "empty")]
    [InlineData("""{"espeak":{"voice":"en"}}""", "sample_rate")]
    [InlineData("""{"audio":{"sample_rate":22050}}""", "espeak.voice")]
    [InlineData("""{"audio":{"sample_rate":22050},"espeak":{"voice":"en"}}""", "no '^'")]
    [InlineData("""{"audio":{"sample_rate":22050},"espeak":{"voice":"en"},"phoneme_id_map":{"^":[1],"$":[2]}}""", "no '_'")]
    [InlineData("""{"audio":{"sample_rate":22050},"phoneme_type":"openjtalk"}""", "openjtalk")]
    [InlineData("""{"audio":{"sample_rate":22050},"espeak":{"voice":"en"},"num_speakers":0}""", "num_speakers")]
    public void Read_BadConfig_SaysWhatIsWrong(string json, string says)
    {
        var refused = Should.Throw<ModelException>(() => PiperConfig.Read(Encoding.UTF8.GetBytes(json)));
        (refused.Code, refused.Message.Contains(says)).ShouldBe(("model.settings", true), refused.Message);
    }

    [SkippableFact]
    public void Read_ARealConfig_KnowsItsVoice()
    {
        var config = RealConfig();
        (config.EspeakVoice, config.Tag, config.Audio.SampleRate, config.ReadsText).ShouldBe(("en-us", "en-US", 16_000, false));
        (config.Inference, config.Speakers.Count, config.PhonemeIdMap.Count).ShouldBe((new PiperInference(0.667f, 1, 0.8f), 0, 130));
    }

    [Fact]
    public void EspeakVoice_OfMandarin_IsTheOneThatReadsCharacters()
    {
        var config = PiperConfig.Read("""{"audio":{"sample_rate":22050},"espeak":{"voice":"cmn"},"language":{"code":"zh_CN"},"phoneme_id_map":{"^":[1],"$":[2],"_":[0]}}"""u8);
        (config.EspeakVoice, config.Tag).ShouldBe(("cmn-latn-pinyin", "zh-CN"));
    }

    internal static PiperConfig RealConfig() => PiperConfig.Read(File.ReadAllBytes(SharedMedia.Require("reference/piper/voice-config-example.json")));

    private static PiperConfig Config(string start, string ids) => PiperConfig.Read(Encoding.UTF8.GetBytes(
        $$"""{{start}},"audio":{"sample_rate":16000},"phoneme_id_map":{"^":[1],"$":[2],"_":[0],{{ids}} } }"""));
}
