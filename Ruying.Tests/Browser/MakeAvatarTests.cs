using System.Text.Json;
using Ruying.Pipeline.Media;
using Ruying.Tests.Api;
using Ruying.Tests.Media;
using Ruying.Tests.Samples;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Browser;

/// <summary>How people make an avatar in a real browser: with the camera, by dropping files, over a reload in the middle of an upload.</summary>
public sealed class MakeAvatarTests : ServiceTest
{
    [SkippableFact]
    public async Task Camera_Recording_BecomesFootageThatIntakeTakes()
    {
        BrowserDriver.Require(BrowserDriver.Chromium);
        using var folder = new TempFolder();
        await Ffmpeg.RunAsync("-i", HostClip.Path, "-t", "10", "-an", "-vf", "scale=640:-2", "-r", "25", "-c:v", "mjpeg", "-q:v", "4", "-f", "mjpeg", folder.File("camera.mjpeg"));
        await Ffmpeg.RunAsync("-i", HostClip.Path, "-t", "10", "-vn", "-ac", "1", folder.File("microphone.wav"));
        Pipeline.Gate = (stage, token) => stage == "intake" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        await using var host = Host();
        var seen = await RunAsync(host, "record", folder.File("camera.mjpeg"), folder.File("microphone.wav"));

        seen.GetProperty("faults").EnumerateArray().ShouldBeEmpty();
        seen.GetProperty("guide").GetBoolean().ShouldBeTrue();
        seen.GetProperty("counted").GetString().ShouldBe("3");
        seen.GetProperty("silent").GetString().ShouldStartWith("Silent, mouth closed: ");
        seen.GetProperty("shown").GetInt32().ShouldBeGreaterThan(300);
        seen.GetProperty("endless").GetBoolean().ShouldBeTrue("a browser does not know how long its recording is");
        seen.GetProperty("file").GetProperty("type").GetString().ShouldBe("video/webm");
        seen.GetProperty("consent").GetString().ShouldStartWith("I, Ada Lovelace, agree");

        var recording = Path.Combine(Folder, "uploads", seen.GetProperty("avatar").GetString()!, "footage");
        var footage = await Intake.NormaliseAsync(recording, folder.File("work"));
        footage.Seconds.ShouldBeInRange(7.5, 15);
        footage.Findings.ShouldBeEmpty("there is sound");
        await IntakeChecks.SoundFitsAsync(footage);
    }

    [SkippableFact]
    public async Task Drop_WrongFileAndTwoClips_RefusesTheOneAndTakesTheOthers()
    {
        BrowserDriver.Require(BrowserDriver.Chromium);
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("notes.pdf"), "no video");
        await File.WriteAllBytesAsync(folder.File("monday.mp4"), [1]);
        await File.WriteAllBytesAsync(folder.File("tuesday.mov"), [2, 2]);
        await using var host = Host();
        var seen = await RunAsync(host, "drop", folder.File("notes.pdf"), folder.File("monday.mp4"), folder.File("tuesday.mov"));

        seen.GetProperty("faults").EnumerateArray().ShouldBeEmpty();
        seen.GetProperty("marked").GetBoolean().ShouldBeTrue();
        seen.GetProperty("left").GetBoolean().ShouldBeFalse();
        seen.GetProperty("refused").GetString()!.ShouldStartWith("“notes.pdf” is no video.");
        seen.GetProperty("nothing").EnumerateArray().ShouldBeEmpty();
        seen.GetProperty("two").EnumerateArray().Select(name => name.GetString()).ShouldBe(["monday.mp4", "tuesday.mov"]);
        await Eventually.SoAsync(() => Pipeline.Clips.Count == 2);
        Pipeline.Clips.ShouldBe([[1], [2, 2]]);
        Pipeline.Builds.ShouldHaveSingleItem().Review.ShouldBeTrue();
    }

    [SkippableFact]
    public async Task Reload_InMidUpload_KeepsTheWordsAndGoesOnFromWhereItWas()
    {
        BrowserDriver.Require(BrowserDriver.Chromium);
        using var folder = new TempFolder();
        var bytes = new byte[3_000_000];
        new Random(5).NextBytes(bytes);
        await File.WriteAllBytesAsync(folder.File("grace.mp4"), bytes);
        await using var host = Host();
        var seen = await RunAsync(host, "reload", folder.File("grace.mp4"));

        seen.GetProperty("faults").EnumerateArray().ShouldBeEmpty();
        seen.GetProperty("pace").GetString()!.ShouldContain(" of 2.9 MB · 0.");
        seen.GetProperty("advice").GetString().ShouldBe("While it uploads: what makes a good avatar");
        seen.GetProperty("hint").GetString()!.ShouldStartWith("The upload of “grace.mp4” was cut short at ");
        var kept = seen.GetProperty("kept");
        kept.GetProperty("name").GetString().ShouldBe("Ada");
        kept.GetProperty("by").GetString().ShouldBe("Ada Lovelace");
        kept.GetProperty("consent").GetString().ShouldStartWith("I, Ada Lovelace, agree");
        kept.GetProperty("studio").GetBoolean().ShouldBeTrue();
        seen.GetProperty("offsets").EnumerateArray().ShouldHaveSingleItem().GetInt64().ShouldBeInRange(300_000, bytes.Length - 1);
        seen.GetProperty("after").GetInt32().ShouldBe(0);
        await Eventually.SoAsync(() => Pipeline.Clips.Count == 1);
        Pipeline.Clips.ShouldHaveSingleItem().ShouldBe(bytes);
    }

    private static async Task<JsonElement> RunAsync(ServiceHost host, string way, params string[] files)
    {
        host.UseKestrel(0);
        host.StartServer();
        using var client = host.CreateClient();
        return await BrowserDriver.RunAsync<JsonElement>(
            "make.js", new { executablePath = BrowserDriver.Require(BrowserDriver.Chromium), way, address = client.BaseAddress!.AbsoluteUri, files }, TimeSpan.FromMinutes(3));
    }
}
