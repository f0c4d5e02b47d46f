using Ruying.Tests.Media;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Ruying.Tests.Hostile;

/// <summary>Hostile files through every reader: a code or a good result, no connection, bounded time and disk.</summary>
public sealed class HostileMediaTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly QuietPort _port = new();

    public static TheoryData<string> Names => [.. HostileFiles.Names];

    public void Dispose()
    {
        _port.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Read_HostileFile_IsReadOrRefusedWithACode(string name)
    {
        var outcomes = await Readers.ReadAllAsync(await new HostileFiles(_folder, _port.Number).MakeAsync(name), _folder);
        output.WriteLine($"{name}: {string.Join(", ", outcomes)}");
        _port.ShouldBeQuiet();
    }

    [Theory]
    [InlineData("playlist", "file.not_a_video")]
    [InlineData("concat-list", "file.not_a_video")]
    [InlineData("session-description", "file.not_a_video")]
    [InlineData("archive", "file.not_a_video")]
    [InlineData("pickle", "file.not_a_video")]
    [InlineData("program", "file.not_a_video")]
    [InlineData("picture", "file.not_a_video")]
    [InlineData("quicktime-link", "file.no_video")]
    [InlineData("30000-pixels", "footage.too_large")]
    [InlineData("gigantic-duration", "footage.too_long")]
    [InlineData("cut-in-the-index", "file.not_a_video")]
    [InlineData("10000-streams", "file.not_a_video")]
    [InlineData("with-archive", "ok")]
    [InlineData("with-page", "ok")]
    public async Task Intake_HostileFile_HasItsOutcome(string name, string expected)
    {
        var outcomes = await Readers.ReadAllAsync(await new HostileFiles(_folder, _port.Number).MakeAsync(name), _folder);
        outcomes[1].ShouldBe(expected);
    }

    [SkippableFact]
    public async Task Read_EveryHardFile_IsReadOrRefusedWithACode()
    {
        foreach (var name in new[] { "playlist-posing-as-video.mp4", "concat-posing-as-video.mp4", "text-posing-as-video.mp4", "truncated.mp4", "too-short-0.4s.mp4" })
        {
            (await Readers.ReadAllAsync(SharedMedia.Require("media/hard/" + name), _folder))[1].ShouldNotBe("ok");
        }
    }
}
