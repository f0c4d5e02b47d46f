using Microsoft.Extensions.Logging.Abstractions;
using Ruying.Pipeline;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Kokoro;
using Ruying.Tests.Speech.Neural;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech.Kokoro;

public sealed class KokoroEngineTests : IDisposable
{
    private readonly VoiceStore _voices = new();

    public void Dispose() => _voices.Dispose();

    [SkippableTheory]
    [InlineData("input_ids", 1, 256)]
    [InlineData("tokens", 2, 128)]
    public async Task SpeakAsync_Kokoro_SaysEveryNumberInTheStyleOfTheirCount(string input, double rate, int hop)
    {
        await _voices.Store.ImportKokoroAsync(_voices.Write("k.onnx", TestVoice.Kokoro(input)), _voices.Write("af_heart.bin", VoiceStore.Style(510)), null, "k82");
        await using var espeak = Espeak.RequireEngine();
        var spoken = await Engine(espeak).SpeakAsync(Request("kokoro:k82/af_heart", "Hello, world!", rate), default);
        var (ids, loudness) = TestVoice.Read(spoken.Pcm, spoken.SampleRate, hop);
        ids.ShouldBe([0, 50, 83, 54, 156, 31, 3, 16, 65, 156, 87, 123, 54, 46, 5, 0]);
        loudness.ShouldBe(0.1 + (13 / 1000.0), 0.0002);
        (spoken.SampleRate, spoken.Pcm.Length, spoken.Words.Count, spoken.Phonemes.Count).ShouldBe((24_000, 16 * hop, 0, 0));
    }

    [SkippableFact]
    public async Task SpeakAsync_Kitten_SaysItsOwnNumbersInTheStyleOfTheTextsLength()
    {
        var pack = VoiceStore.Archive(("expr-voice-2-f.npy", VoiceStore.NumPy(VoiceStore.Style(400), "400, 256")));
        await _voices.Store.ImportKokoroAsync(_voices.Write("k.onnx", TestVoice.Kokoro()), _voices.Write("voices.npz", pack), null, "kitten");
        await using var espeak = Espeak.RequireEngine();
        const string Text = "Hello, world, and everybody in it!";
        var spoken = await Engine(espeak).SpeakAsync(Request("kokoro:kitten/expr-voice-2-f", Text), default);

        // The network's tail of 5000 samples, 19.5 numbers here, is cut off as KittenTTS does.
        var (ids, loudness) = TestVoice.Read(spoken.Pcm, spoken.SampleRate);
        ids[..10].ShouldBe([0, 50, 83, 54, 156, 57, 135, 16, 3, 16]);
        loudness.ShouldBe(0.1 + (Text.Length / 1000.0), 0.0002);
        var all = KokoroSymbols.From(Text, await espeak.TranscribeAsync(Text, "en-us", default), "en-us", KokoroSettings.Read("{}"u8, [new VoiceStyle("a", new float[256])])).Parts[0].Ids.Length;
        spoken.Pcm.Length.ShouldBe((all * TestVoice.Hop) - 5000);
    }

    [SkippableFact]
    public async Task SpeakAsync_ASentenceOfSeveralParts_ComesWhole()
    {
        await _voices.Store.ImportKokoroAsync(_voices.Write("k.onnx", TestVoice.Kokoro()), _voices.Write("af_heart.bin", VoiceStore.Style(510)), null, "k82");
        await using var espeak = Espeak.RequireEngine();
        var text = string.Join(' ', Enumerable.Repeat("everybody", 80)) + ".";
        var spoken = await Engine(espeak).SpeakAsync(Request("kokoro:k82/af_heart", text), default);
        var ids = TestVoice.Read(spoken.Pcm, spoken.SampleRate).Ids;
        ids.Count(id => id == 0).ShouldBe(4);
        ids.Count(id => id == 156).ShouldBe(80);
    }

    [SkippableFact]
    public async Task ListVoicesAsync_StylesOfSeveralLanguages_LeavesOutWhatEspeakReadsOtherwise()
    {
        Directory.CreateDirectory(_voices.File("styles"));
        foreach (var style in new[] { "af_heart", "bm_fable", "ff_siwis", "if_sara", "jf_alpha", "zf_xiaobei", "pm_alex" })
        {
            _voices.Write($"styles/{style}.bin", VoiceStore.Style(510));
        }

        await _voices.Store.ImportKokoroAsync(_voices.Write("k.onnx", TestVoice.Kokoro()), _voices.File("styles"), null, "k82");
        await using var espeak = Espeak.RequireEngine();
        (await Engine(espeak).ListVoicesAsync(default)).Select(voice => (voice.Id, voice.Language)).ShouldBe(
        [
            ("kokoro:k82/af_heart", "en-US"), ("kokoro:k82/bm_fable", "en-GB"), ("kokoro:k82/ff_siwis", "fr-FR"), ("kokoro:k82/if_sara", "it"), ("kokoro:k82/pm_alex", "pt-BR"),
        ]);
        File.WriteAllText(Path.Combine(_voices.Store.Folder, "k82", "voice.json"), "{");
        (await Engine(espeak).ListVoicesAsync(default)).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task SpeakAsync_UnknownStyle_IsRefused()
    {
        await using var espeak = Espeak.RequireEngine();
        (await Should.ThrowAsync<ScriptException>(() => Engine(espeak).SpeakAsync(Request("kokoro:none/x", "a"), default))).Code.ShouldBe("voice.unknown");
    }

    private static SentenceRequest Request(string voice, string text, double rate = 1) => new(text, new Voice(voice, "", "en", "kokoro"), rate, 0);

    private KokoroEngine Engine(Pipeline.Speech.Espeak.EspeakEngine espeak) => new(_voices.Store, _voices.Models.Sessions, espeak, NullLogger.Instance);
}
