using System.Text;
using Google.Protobuf;
using Ruying.Pipeline;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Numerics;
using Ruying.Tests.Media;
using Ruying.Tests.Rendering.Generators;
using Ruying.Pipeline.Onnx;
using Ruying.Pipeline.Onnx.Format;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Models;

public sealed class ModelStoreTests : IDisposable
{
    private readonly TempFolder _work = new();
    private readonly TestModels _models = new();
    private readonly ModelStore _store;

    public ModelStoreTests() => _store = new ModelStore(_work.File("store"), _models.Sessions, TimeProvider.System);

    public void Dispose()
    {
        _models.Dispose();
        _work.Dispose();
    }

    [Fact]
    public async Task ImportAsync_OfAGenerator_KeepsItUntilItIsRemoved()
    {
        var file = Write(TestGenerator.Reference("288", "1", "audio", "video"));

        var model = await _store.ImportAsync(file, null, "mine-288");

        model.Signature.ShouldBe(new GeneratorSignature("audio", "video", "made", 288, 1));
        (model.Kind, model.FileName).ShouldBe((StoredModel.GeneratorKind, "model.onnx"));
        File.ReadAllBytes(model.Path).ShouldBe(File.ReadAllBytes(file));
        File.Delete(file);
        _models.Sessions.Get(_store.List().ShouldHaveSingleItem()).ShouldBeSameAs(_models.Sessions.Get(model));
        Directory.GetFileSystemEntries(_store.Folder).Length.ShouldBe(1);

        _store.Remove("mine-288");
        _store.List().ShouldBeEmpty();
        Directory.GetFileSystemEntries(_store.Folder).ShouldBeEmpty();
        Should.Throw<ModelException>(() => _store.Find("mine-288")).Code.ShouldBe("model.unknown");
    }

    [Fact]
    public async Task ImportAsync_WithSettings_KeepsThem()
    {
        var settings = _work.File("s.json");
        await File.WriteAllTextAsync(settings, "\uFEFF" + """{"colours":"rgb","padding":[0,0.1,0,0],"columnOffset":-3,"scale":"htk"}""");
        await _store.ImportAsync(Write(TestGenerator.Reference()), settings, "a");
        var kept = _store.Find("a").Settings.ShouldNotBeNull();
        (kept.Colours, kept.Scale, kept.ColumnOffset, kept.Padding[1], kept.Bands).ShouldBe((ColourOrder.Rgb, MelScale.Htk, -3, 0.1, 80));
    }

    [Theory]
    [InlineData("""{"bands":"many"}""", "bands")]
    [InlineData("""{"band":80}""", "band")]
    [InlineData("""{"maximumHertz":9000}""", "maximumHertz is 9000, and must be from 56 to 8000")]
    [InlineData("""{"maskBox":[0,0.5,1]}""", "four numbers")]
    [InlineData("""{"maskBox":[0,0.5,1,2]}""", "maskBox bottom")]
    [InlineData("""{"colours":"grey"}""", "colours")]
    [InlineData("null", "empty")]
    [InlineData("{", "line 1")]
    public async Task ImportAsync_SettingsOutOfRange_SaysWhich(string json, string says)
    {
        var settings = _work.File("s.json");
        await File.WriteAllTextAsync(settings, json);
        var refused = await Should.ThrowAsync<ModelException>(() => _store.ImportAsync(Write(TestGenerator.Reference()), settings, "a"));
        refused.Code.ShouldBe("model.settings");
        refused.Message.ShouldContain(says);
        _store.List().ShouldBeEmpty();
    }

    [Fact]
    public async Task ImportAsync_OfWhatIsNoModel_IsRefused()
    {
        (await CodeAsync([])).ShouldBe("model.not_onnx");
        (await CodeAsync([1, 2, 3])).ShouldBe("model.not_onnx");
        (await CodeAsync(Encoding.UTF8.GetBytes("not a model, but a text of some length"))).ShouldBe("model.not_onnx");
        var bytes = new byte[5000];
        new Random(1).NextBytes(bytes);
        (await CodeAsync(bytes)).ShouldBe("model.not_onnx");
        (await CodeAsync(TestGenerator.Reference()[..^20])).ShouldBe("model.not_onnx");
        (await Should.ThrowAsync<ModelException>(() => _store.ImportAsync(_work.File("absent.onnx"), null, "a"))).Code.ShouldBe("model.missing");
        _store.List().ShouldBeEmpty();
    }

    [Fact]
    public async Task ImportAsync_OfWeightsInOtherFiles_IsRefused()
    {
        // TensorProto.data_location (14) = EXTERNAL (1), which our subset of the format does not name.
        var model = ModelProto.Parser.ParseFrom(TestGenerator.Heard());
        model.Graph.Initializer[0] = TensorProto.Parser.ParseFrom([.. model.Graph.Initializer[0].ToByteArray(), 14 << 3, 1]);
        (await CodeAsync(model.ToByteArray())).ShouldBe("model.external_data");
    }

    [Fact]
    public async Task ImportAsync_OfAnUnknownOperator_IsRefused() =>
        (await CodeAsync(Generator((graph, _, faces) => graph.Node("FancyAttention", [faces])))).ShouldBe("model.not_runnable");

    [Fact]
    public async Task ImportAsync_OfAnotherKind_SaysWhatWasFoundAndExpected()
    {
        var shipped = Path.Combine(new PipelineOptions().ModelsFolder, "mouth-motion-audio", "model.onnx");
        var refused = await Should.ThrowAsync<ModelException>(() => _store.ImportAsync(shipped, null, "a"));
        refused.Code.ShouldBe("model.wrong_kind");
        refused.Message.ShouldContain("features Float [n,384]");
        refused.Message.ShouldContain("[n,1,80,16]");
        refused.Message.ShouldContain("[n,6,side,side]");
    }

    [Theory]
    [InlineData("n", "3", "96", "96", "80", "its inputs are others")]
    [InlineData("n", "6", "96", "128", "80", "not square")]
    [InlineData("n", "6", "32", "32", "80", "32 pixels wide")]
    [InlineData("n", "6", "96", "96", "40", "its inputs are others")]
    [InlineData("64", "6", "96", "96", "80", "64 faces at a time")]
    public async Task ImportAsync_OfAnotherShape_SaysWhy(string batch, string channels, string height, string width, string bands, string says)
    {
        var graph = new OnnxGraph("other");
        graph.Input("mel", batch, "1", bands, "16");
        var faces = graph.Input("faces", batch, channels, height, width);
        graph.Output("made", TestGenerator.Channels(graph, faces, 0, 3), batch, "3", height, width);
        var refused = await Should.ThrowAsync<ModelException>(() => _store.ImportAsync(Write(graph.ToBytes()), null, "a"));
        (refused.Code, refused.Message.Contains(says, StringComparison.Ordinal)).ShouldBe(("model.wrong_kind", true), refused.Message);
    }

    [Fact]
    public async Task ImportAsync_WhenTheTrialGivesNoPicture_SaysWhatItGave()
    {
        async Task<string> SaysAsync(Func<OnnxGraph, string, string, string> body) =>
            (await Should.ThrowAsync<ModelException>(() => _store.ImportAsync(Write(Generator(body)), null, "a"))).Message;

        (await SaysAsync((graph, _, faces) => TestGenerator.Channels(graph, faces, 0, 4))).ShouldContain("at 96 pixels it gives [2,4,96,96]");
        (await SaysAsync((graph, _, faces) => graph.Node("Mul", [TestGenerator.Channels(graph, faces, 3, 6), graph.Constant([255f], 1)]))).ShouldContain("colours outside 0..1");

        // Of no fixed size, but for 90 pixels only.
        var odd = TestGenerator.Network("side", "n", "mel", "faces", (graph, _, faces) =>
            graph.Node("Reshape", [TestGenerator.Channels(graph, faces, 0, 3), graph.Constant(-1L, 3, 90, 90)]));
        (await Should.ThrowAsync<ModelException>(() => _store.ImportAsync(Write(odd), null, "a"))).Message.ShouldContain("a trial run at 384 pixels failed");
    }

    [Theory]
    [InlineData("")]
    [InlineData("own")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("Upper")]
    [InlineData("-x")]
    [InlineData("a\n")]
    [InlineData("a2345678901234567890123456789012345678901")]
    public async Task ImportAsync_UnderAnUnfitName_IsRefused(string name) =>
        (await Should.ThrowAsync<ModelException>(() => _store.ImportAsync(Write(TestGenerator.Reference()), null, name))).Code.ShouldBe("model.name");

    [Fact]
    public async Task ImportAsync_UnderATakenName_LeavesTheFirst()
    {
        var first = await _store.ImportAsync(Write(TestGenerator.Reference()), null, "a");
        (await Should.ThrowAsync<ModelException>(() => _store.ImportAsync(Write(TestGenerator.Masked()), null, "a"))).Code.ShouldBe("model.exists");
        _store.Find("a").Sha256.ShouldBe(first.Sha256);
    }

    [Fact]
    public async Task Get_OfAChangedFile_IsRefusedUntilMended()
    {
        var model = await _store.ImportAsync(Write(TestGenerator.Reference()), null, "a");
        var bytes = await File.ReadAllBytesAsync(model.Path);
        await File.WriteAllBytesAsync(model.Path, [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]);
        Should.Throw<ModelException>(() => _models.Sessions.Get(model)).Code.ShouldBe("model.damaged");
        File.Delete(model.Path);
        Should.Throw<ModelException>(() => _models.Sessions.Get(model)).Code.ShouldBe("model.missing");
        await File.WriteAllBytesAsync(model.Path, bytes);
        _models.Sessions.Get(model).ShouldNotBeNull();
    }

    private static byte[] Generator(Func<OnnxGraph, string, string, string> body) => TestGenerator.Network("96", "n", "mel", "faces", body);

    private async Task<string> CodeAsync(byte[] file) =>
        (await Should.ThrowAsync<ModelException>(() => _store.ImportAsync(Write(file), null, "a"))).Code;

    private string Write(byte[] bytes)
    {
        var path = _work.File("model.onnx");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
