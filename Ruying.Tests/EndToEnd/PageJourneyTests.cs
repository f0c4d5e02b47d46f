using Ruying.Pipeline.Media;
using Ruying.Tests.Api;
using Ruying.Tests.Browser;
using Ruying.Tests.Samples;
using Shouldly;
using Xunit;

namespace Ruying.Tests.EndToEnd;

/// <summary>A person's way through the pages in a real browser, with nothing in the service replaced.</summary>
public sealed class PageJourneyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ruying-pages-").FullName;

    [SkippableFact]
    [Trait("Category", "EndToEnd")]
    public async Task FromAClipToASharedVideo_OverABrokenLine()
    {
        var program = BrowserDriver.Require(BrowserDriver.Chromium);
        var footage = SharedMedia.Root is null ? HostClip.Path : SharedMedia.Require("media/talking/man-512-7s.mp4");
        await using var host = new ServiceHost(Path.Combine(_folder, "data"), pipeline: null);
        host.UseKestrel(0);
        host.StartServer();
        using var client = host.CreateClient();

        var seen = await BrowserDriver.RunAsync<Seen>(
            "journey.js",
            new { executablePath = program, address = client.BaseAddress!.AbsoluteUri, footage, folder = _folder, shots = Environment.GetEnvironmentVariable("RUYING_SHOTS") },
            TimeSpan.FromMinutes(15));

        seen.Faults.ShouldBeEmpty();
        seen.Broken.ShouldNotBeEmpty();
        seen.NameAfterReload.ShouldBe("The traveller", "what was typed outlives a reload");
        seen.Offsets.ShouldNotBeEmpty();
        seen.Offsets.ShouldAllBe(offset => offset > new FileInfo(footage).Length / 4, "the upload goes on from where it was");
        seen.Length.ShouldContain("11");
        seen.PreviewSeconds.ShouldBe(3, 0.1);
        seen.Cancelled.ShouldBeTrue();
        seen.FrameShown.ShouldBeTrue();
        seen.Title.ShouldContain('%');
        seen.SharedStatus.ShouldBe(200);
        seen.SharedPlays.ShouldBeTrue();
        seen.Jobs.ShouldBe(3, "the avatar's, the preview's and the video's");
        var file = await MediaProbe.ProbeAsync(Directory.GetFiles(_folder, "*.mp4").ShouldHaveSingleItem());
        file.Seconds.ShouldBe(seen.Seconds, 0.2);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed record Seen(
        string[] Faults, string Broken, string NameAfterReload, long[] Offsets, string Length, double PreviewSeconds, bool Cancelled, bool FrameShown, string Title, double Seconds,
        int SharedStatus, bool SharedPlays, int Jobs);
}
