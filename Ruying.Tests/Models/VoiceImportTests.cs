using System.Text;
using Ruying.Pipeline;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Onnx;
using Ruying.Tests.Rendering.Generators;
using Ruying.Tests.Speech.Neural;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Models;

public sealed class VoiceImportTests : IDisposable
{
    private const string Config = """{"audio":{"sample_rate":22050},"espeak":{"voice":"en-us"},"phoneme_id_map":{"^":[1],"$":[2],"_":[0],"a":[14]}}""";

    private readonly VoiceStore _voices = new();

    public void Dispose() => _voices.Dispose();

    [Fact]
    public async Task ImportPiperAsync_Voice_IsListedWithTheOthersUntilRemoved()
    {
        var file = _voices.Write("v.onnx", TestVoice.Piper());
        var config = _voices.Write("v.onnx.json", "\uFEFF" + Config);
        await _voices.Store.ImportAsync(_voices.Write("g.onnx", TestGenerator.Reference()), null, "generator");

        var model = await _voices.Store.ImportPiperAsync(file, null, "lessac");

        (model.Kind, model.FileName, model.Signature, model.Settings).ShouldBe((StoredModel.PiperKind, "v.onnx", null, null));
        model.Voice.ShouldNotBeNull().Language.ShouldBe("en-US");
        (model.Voice.SampleRate, model.Voice.Voices.Count).ShouldBe((22_050, 0));
        File.ReadAllBytes(Path.Combine(_voices.Store.Folder, "lessac", "voice.json")).ShouldBe(File.ReadAllBytes(config));
        _voices.Store.List().Select(m => (m.Name, m.Kind)).ShouldBe([("generator", "wav2lip"), ("lessac", "piper")]);
        _voices.Store.Remove("lessac");
        _voices.Store.List().Count.ShouldBe(1);
    }

    [Fact]
    public async Task ImportPiperAsync_WithoutItsConfig_SaysWhichFileIsMissing()
    {
        var refused = await RefusedAsync(() => _voices.Store.ImportPiperAsync(_voices.Write("v.onnx", TestVoice.Piper()), null, "a"));
        (refused.Code, refused.Message.Contains("v.onnx.json")).ShouldBe(("model.missing", true));
    }

    [Fact]
    public async Task Import_OfASymbolicLink_IsRefused()
    {
        var file = _voices.Write("v.onnx", TestVoice.Piper());
        _voices.Write("link.onnx.json", Config);
        _voices.Write("v.onnx.json", Config);
        File.CreateSymbolicLink(_voices.File("link.onnx"), file);
        (await RefusedAsync(() => _voices.Store.ImportPiperAsync(_voices.File("link.onnx"), null, "a"))).Code.ShouldBe("model.link");
        File.CreateSymbolicLink(_voices.File("config.json"), _voices.File("v.onnx.json"));
        (await RefusedAsync(() => _voices.Store.ImportPiperAsync(file, _voices.File("config.json"), "a"))).Code.ShouldBe("model.link");
        Directory.CreateDirectory(_voices.File("styles"));
        File.CreateSymbolicLink(_voices.File("styles/a.bin"), _voices.Write("a.bin", VoiceStore.Style(510)));
        (await RefusedAsync(() => _voices.Store.ImportKokoroAsync(_voices.Write("k.onnx", TestVoice.Kokoro()), _voices.File("styles"), null, "a"))).Code.ShouldBe("model.link");
    }

    [Fact]
    public async Task ImportPiperAsync_OfAnotherKind_SaysWhatWasFoundAndExpected()
    {
        var refused = await PiperRefusedAsync(TestGenerator.Reference());
        refused.Code.ShouldBe("model.wrong_kind");
        refused.Message.ShouldContain("its inputs are others");
        refused.Message.ShouldContain("mel Float [n,1,80,16]");
        refused.Message.ShouldContain("input_lengths Int64 [n]");
        (await PiperRefusedAsync([1, 2, 3])).Code.ShouldBe("model.not_onnx");
        (await PiperRefusedAsync(TestVoice.Kokoro())).Code.ShouldBe("model.wrong_kind");
    }

    [Fact]
    public async Task ImportPiperAsync_OfSeveralSpeakersWithoutSid_IsRefused() =>
        (await PiperRefusedAsync(TestVoice.Piper(), Config.Replace("{\"audio\"", "{\"num_speakers\":4,\"audio\""))).Message.ShouldContain("its config names 4 speakers, and it takes no sid");

    [Fact]
    public async Task ImportPiperAsync_WhenTheTrialFails_IsRefused()
    {
        // An inverse of nothing: no finite sample.
        var graph = new OnnxGraph("broken");
        var ids = graph.IntegerInput("input", "b", "n");
        graph.IntegerInput("input_lengths", "b");
        graph.Input("scales", "3");
        var zero = graph.Node("Mul", [graph.Node("Cast", [ids], ("to", 1L)), graph.Constant([0f], 1)]);
        graph.Output("output", graph.Node("Reciprocal", [zero]), "b", "n");
        (await PiperRefusedAsync(graph.ToBytes())).Message.ShouldContain("a trial run failed");
        _voices.Store.List().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("input_ids")]
    [InlineData("tokens")]
    public async Task ImportKokoroAsync_FolderOfStyles_ListsThem(string ids)
    {
        Directory.CreateDirectory(_voices.File("styles"));
        _voices.Write("styles/af_heart.bin", VoiceStore.Style(510));
        _voices.Write("styles/bm_fable.npy", VoiceStore.NumPy(VoiceStore.Style(510), "510, 1, 256"));
        _voices.Write("styles/readme.txt", "no style");
        var model = await _voices.Store.ImportKokoroAsync(_voices.Write("k.onnx", TestVoice.Kokoro(ids)), _voices.File("styles"), null, "k82");
        (model.Kind, model.Voice.ShouldNotBeNull().SampleRate).ShouldBe((StoredModel.KokoroKind, 24_000));
        model.Voice.Voices.ShouldBe(["af_heart", "bm_fable"]);
        File.ReadAllBytes(Path.Combine(_voices.Store.Folder, "k82", "style-bm_fable.f32")).ShouldBe(VoiceStore.Style(510));
    }

    [Fact]
    public async Task ImportKokoroAsync_Archive_ListsItsStyles()
    {
        var archive = VoiceStore.Archive(("expr-voice-2-f.npy", VoiceStore.NumPy(VoiceStore.Style(1), "1, 256")), ("expr-voice-2-m.npy", VoiceStore.NumPy(VoiceStore.Style(1), "1, 256")));
        var model = await _voices.Store.ImportKokoroAsync(_voices.Write("k.onnx", TestVoice.Kokoro()), _voices.Write("voices.npz", archive), null, "kitten");
        model.Voice.ShouldNotBeNull().Voices.ShouldBe(["expr-voice-2-f", "expr-voice-2-m"]);
    }

    [Fact]
    public async Task ImportKokoroAsync_BadStyles_SaysWhatIsWrong()
    {
        async Task<string> SaysAsync(string name, byte[] bytes)
        {
            var refused = await RefusedAsync(() => _voices.Store.ImportKokoroAsync(_voices.Write("k.onnx", TestVoice.Kokoro()), _voices.Write(name, bytes), null, "a"));
            refused.Code.ShouldBe("model.styles", refused.Message);
            return refused.Message;
        }

        (await SaysAsync("a.bin", new byte[1000])).ShouldContain("1000 bytes");
        (await SaysAsync("a.bin", [])).ShouldContain("0 bytes");
        (await SaysAsync("a.bin", Enumerable.Repeat((byte)0xFF, 1024).ToArray())).ShouldContain("no 32-bit floats");
        (await SaysAsync("a.npy", VoiceStore.NumPy(VoiceStore.Style(2), "2, 256", "<f8"))).ShouldContain("<f8");
        (await SaysAsync("a.npy", VoiceStore.NumPy(VoiceStore.Style(2), "256, 2"))).ShouldContain("rows of 256");
        (await SaysAsync("a.npz", VoiceStore.Archive())).ShouldContain("0 styles");
        (await SaysAsync("a.npz", VoiceStore.Archive(("bad name!.npy", VoiceStore.Style(1))))).ShouldContain("bad name!");
        (await SaysAsync("a.npz", VoiceStore.Archive(("a.npy", VoiceStore.Style(1)), ("b.npy", VoiceStore.Style(2))))).ShouldContain("different numbers of rows");
        (await SaysAsync("a.npz", Encoding.ASCII.GetBytes("PK, but no archive"))).ShouldContain("damaged archive");
        _voices.Store.List().ShouldBeEmpty();
    }

    [Fact]
    public async Task ImportKokoroAsync_OfAnotherKind_SaysWhatWasFoundAndExpected()
    {
        var styles = _voices.Write("af_heart.bin", VoiceStore.Style(510));
        var refused = await RefusedAsync(() => _voices.Store.ImportKokoroAsync(_voices.Write("k.onnx", TestVoice.Piper()), styles, null, "a"));
        refused.Code.ShouldBe("model.wrong_kind");
        refused.Message.ShouldContain("scales Float [3]");
        refused.Message.ShouldContain("style Float [1,256]");
        var settings = _voices.Write("s.json", """{"sampleRate":100}""");
        (await RefusedAsync(() => _voices.Store.ImportKokoroAsync(_voices.Write("k.onnx", TestVoice.Kokoro()), styles, settings, "a"))).Code.ShouldBe("model.settings");
    }

    [Fact]
    public async Task Choose_AVoiceAsTheEngineOfMouths_IsRefused()
    {
        _voices.Write("v.onnx.json", Config);
        await _voices.Store.ImportPiperAsync(_voices.Write("v.onnx", TestVoice.Piper()), null, "lessac");
        var engines = new Pipeline.Rendering.MouthEngines(_voices.Models.Sessions, _voices.Store);
        Should.Throw<ModelException>(() => engines.Choose("lessac")).Code.ShouldBe("model.wrong_kind");
    }

    private static Task<ModelException> RefusedAsync(Func<Task> import) => Should.ThrowAsync<ModelException>(import);

    private Task<ModelException> PiperRefusedAsync(byte[] network, string config = Config)
    {
        _voices.Write("v.onnx.json", config);
        return RefusedAsync(() => _voices.Store.ImportPiperAsync(_voices.Write("v.onnx", network), null, "a"));
    }
}
