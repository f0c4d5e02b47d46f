using System.Text.Json;
using Ruying.Pipeline;
using Ruying.Tests.Models.Pulling;
using Ruying.Tests.Rendering.Generators;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Cli;

public sealed class ModelsCommandTests : IDisposable
{
    private readonly CliTestHost _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Import_ThenListAndRemove_ShowsIt()
    {
        var file = _cli.File("mine.onnx");
        await File.WriteAllBytesAsync(file, TestGenerator.Reference("256"));

        (await _cli.RunAsync("models", "import", file, "--name", "mine")).ShouldBe(0, _cli.Error);
        _cli.Out.ShouldContain("256 pixels");
        _cli.Out.ShouldContain("--engine mine");
        _cli.Out.ShouldContain("not for commercial use");
        (await ListAsync()).ShouldHaveSingleItem().GetProperty("side").GetInt32().ShouldBe(256);

        (await _cli.RunAsync("models", "remove", "mine")).ShouldBe(0, _cli.Error);
        (await ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Import_OfAText_OneLineWithItsCode()
    {
        (await _cli.RunAsync("models", "import", _cli.File("mine.onnx"), "--name", "mine")).ShouldBe(2);
        _cli.Error.ShouldContain("[model.not_onnx]");
    }

    [Fact]
    public async Task Pull_WithoutAnAnswer_ShowsTheCardAndStops()
    {
        using var world = new PullWorld();
        UseMirror(world);
        (await _cli.RunAsync("models", "pull", PullWorld.Name)).ShouldBe(2);
        _cli.Error.ShouldContain("# Model card for anna");
        _cli.Error.ShouldContain("[model.licence]");
        (await ListAsync()).ShouldBeEmpty();
        (await _cli.RunAsync("models", "show", PullWorld.Name)).ShouldBe(0, _cli.Error);
        _cli.Out.ShouldContain("of an unfinished pull");
        (await _cli.RunAsync("models", "remove", PullWorld.Name)).ShouldBe(0, _cli.Error);
        (await _cli.RunAsync("models", "remove", PullWorld.Name)).ShouldBe(2);
    }

    [Theory]
    [InlineData("y\n", 0)]
    [InlineData("no\n", 2)]
    [InlineData("", 2)]
    public async Task Pull_AtATerminal_AsksOnce(string answer, int code)
    {
        using var world = new PullWorld();
        UseMirror(world);
        using var answers = new StringReader(answer);
        (await Ruying.Cli.RuyingCommandLine.RunAsync(["models", "pull", PullWorld.Name], _cli.Host with { Answers = answers })).ShouldBe(code, _cli.Error);
        _cli.Error.ShouldContain("Licence: CC-BY-4.0");
        (await ListAsync()).Length.ShouldBe(code == 0 ? 1 : 0);
    }

    [Fact]
    public async Task Pull_Accepted_ShownAndVerifiedUntilDamaged()
    {
        using var world = new PullWorld();
        UseMirror(world);
        (await _cli.RunAsync("models", "pull", PullWorld.Title, "--accept-licence")).ShouldBe(0, _cli.Error);
        _cli.Out.ShouldContain($"--voice piper:{PullWorld.Name}");
        (await _cli.RunAsync("models", "show", PullWorld.Name)).ShouldBe(0, _cli.Error);
        _cli.Out.ShouldContain("CC-BY-4.0 (accepted ");
        _cli.Out.ShouldContain("# Model card for anna");
        (await _cli.RunAsync("models", "verify")).ShouldBe(0, _cli.Error);
        await File.AppendAllTextAsync(Path.Combine(_cli.Host.ModelsFolder!, PullWorld.Name, "voice.json"), " ");
        (await _cli.RunAsync("models", "verify", PullWorld.Name)).ShouldBe(2);
        _cli.Error.ShouldContain($"{PullWorld.Name} (voice.json;");
        (await _cli.RunAsync("models", "verify", "face-mesh")).ShouldBe(0);
    }

    [Fact]
    public async Task List_Available_ByLanguage()
    {
        (await _cli.RunAsync("models", "list", "--available", "--language", "cs", "--json")).ShouldBe(0, _cli.Error);
        var model = JsonSerializer.Deserialize<JsonElement>(_cli.Out).GetProperty("available").EnumerateArray().ShouldHaveSingleItem();
        (model.GetProperty("name").GetString(), model.GetProperty("bytes").GetInt64() > 10_000_000).ShouldBe(("cs-cz-jirka-medium", true));
        (await _cli.RunAsync("models", "list", "--language", "cs")).ShouldBe(2);
        (await _cli.RunAsync("models", "show", "kokoro-82m")).ShouldBe(0, _cli.Error);
        _cli.Out.ShouldContain("https://github.com/thewh1teagle/kokoro-onnx/releases/download/model-files-v1.0/kokoro-v1.0.onnx 325532387 bytes SHA-256 7d5df8ec");
    }

    [Fact]
    public async Task AvatarBuild_WithAnUnknownEngine_RefusedBeforeAnyWork()
    {
        (await _cli.RunAsync("avatar", "build", _cli.File("anna.mp4"), "--out", Path.Combine(_cli.Folder, "anna"), "--engine", "nobody")).ShouldBe(2);
        _cli.Error.ShouldContain("[model.unknown]");
        _cli.Error.Trim().Split('\n').Length.ShouldBe(1);
    }

    private void UseMirror(PullWorld world)
    {
        var mirror = world.Folder();
        _cli.Pipeline = options => new RuyingPipeline(options with { ModelMirror = mirror, AvailableModelsFile = world.ListFile });
    }

    private async Task<JsonElement[]> ListAsync()
    {
        using var listing = new CliTestHost();
        (await Ruying.Cli.RuyingCommandLine.RunAsync(["models", "list", "--json"], listing.Host with { ModelsFolder = _cli.Host.ModelsFolder })).ShouldBe(0);
        return [.. JsonSerializer.Deserialize<JsonElement>(listing.Out).GetProperty("models").EnumerateArray()];
    }
}
