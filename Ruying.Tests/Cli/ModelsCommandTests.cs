using System.Text.Json;
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
    public async Task AvatarBuild_WithAnUnknownEngine_RefusedBeforeAnyWork()
    {
        (await _cli.RunAsync("avatar", "build", _cli.File("anna.mp4"), "--out", Path.Combine(_cli.Folder, "anna"), "--engine", "nobody")).ShouldBe(2);
        _cli.Error.ShouldContain("[model.unknown]");
        _cli.Error.Trim().Split('\n').Length.ShouldBe(1);
    }

    private async Task<JsonElement[]> ListAsync()
    {
        using var listing = new CliTestHost();
        (await Ruying.Cli.RuyingCommandLine.RunAsync(["models", "list", "--json"], listing.Host with { ModelsFolder = _cli.Host.ModelsFolder })).ShouldBe(0);
        return [.. JsonSerializer.Deserialize<JsonElement>(listing.Out).GetProperty("models").EnumerateArray()];
    }
}
