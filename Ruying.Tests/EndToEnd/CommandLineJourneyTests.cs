using System.Text.Json;
using Ruying.Tests.Cli;
using Ruying.Tests.Media;
using Ruying.Tests.Samples;
using Shouldly;
using Xunit;

namespace Ruying.Tests.EndToEnd;

/// <summary>A person's way through the command line, with nothing in it replaced.</summary>
public sealed class CommandLineJourneyTests : IDisposable
{
    private readonly TempFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Demo_WithOwnFootage_GivesAvatarAndVideo_ThatOtherVerbsTake()
    {
        var footage = _work.File("own.mp4");
        await Ffmpeg.RunAsync("-i", HostClip.Path, "-t", "6", "-c", "copy", footage);
        var folder = _work.File("demo");

        var demo = await JsonAsync("demo", "--footage", footage, "--text", "Good morning.", "--out", folder, "--json");
        demo.GetProperty("video").GetProperty("frames").GetInt32().ShouldBeGreaterThan(25);
        File.Exists(Path.Combine(folder, "demo.mp4")).ShouldBeTrue();
        demo.GetProperty("avatar_stage_seconds").EnumerateObject().Select(s => s.Name).ShouldBe(["intake", "track", "assess", "learn"], ignoreOrder: true);

        var avatar = Path.Combine(folder, "avatar");
        (await JsonAsync("avatar", "show", avatar, "--json")).GetProperty("name").GetString().ShouldBe("own");
        var set = await JsonAsync("avatar", "voice", avatar, "--voice", "EN-US+F3", "--rate", "0.9", "--json");
        set.GetProperty("set").GetProperty("voice").GetString().ShouldBe("en-us+f3");
        var shown = (await JsonAsync("avatar", "show", avatar, "--json")).GetProperty("voice");
        shown.GetProperty("measured").GetProperty("pitch").GetProperty("median").GetDouble().ShouldBeInRange(150, 190);
        shown.GetProperty("fitted").GetProperty("voice").GetProperty("id").GetString().ShouldBe("en-us+f3");
        shown.GetProperty("fitted").GetProperty("rate").GetDouble().ShouldBe(0.9);
        (await JsonAsync("avatar", "voice", avatar, "--auto", "--json")).TryGetProperty("set", out _).ShouldBeFalse();

        var rendered = _work.File("again.mp4");
        await JsonAsync("video", "render", avatar, "--text", "Bonjour à tous.", "--language", "fr", "--out", rendered, "--json");
        (await Ffmpeg.ProbeAsync(rendered, "v:0", "codec_name")).ShouldBe("h264");

        var look = await JsonAsync("video", "render", avatar, "--text", "This takes longer to say than three seconds, much longer.", "--preview", "--out", rendered, "--json");
        look.GetProperty("frames").GetInt32().ShouldBe(75);
        (await Ffmpeg.ProbeAsync(rendered, "v:0", "width,height")).ShouldBe("360,360");
    }

    [Fact]
    public async Task Evaluate_OfTheSample_PrintsTheMeasures()
    {
        var footage = _work.File("own.mp4");
        await Ffmpeg.RunAsync("-i", HostClip.Path, "-t", "9", "-c", "copy", footage);

        var measures = await JsonAsync("evaluate", footage, "--out", _work.File("clips"));

        measures.GetProperty("psnr_mask_true").GetDouble().ShouldBeGreaterThan(28);
        measures.GetProperty("sharpness_true").GetDouble().ShouldBeInRange(0.6, 1.3);
        measures.GetProperty("silence_leak").GetDouble().ShouldBeLessThan(0.05);
        measures.GetProperty("outside_difference").GetInt64().ShouldBe(0);
        measures.GetProperty("frames_built").GetInt32().ShouldBeGreaterThan(measures.GetProperty("frames_tested").GetInt32());
        measures.GetProperty("aperture_r").GetDouble().ShouldBeInRange(-1, 1);
        measures.GetProperty("peak_memory_mb").GetDouble().ShouldBeGreaterThan(50);
        measures.GetProperty("aperture_r_true").GetDouble().ShouldBeGreaterThan(0.9);
        measures.GetProperty("identity_p05").GetDouble().ShouldBeGreaterThan(0.99);
        measures.GetProperty("closures_counted_speech").GetInt32().ShouldBeGreaterThan(30);
        measures.GetProperty("closure_share_speech_geometry").GetDouble().ShouldBeGreaterThan(0.9);
        measures.TryGetProperty("closure_share", out _).ShouldBeFalse("no words are known");
        File.Exists(Path.Combine(_work.File("clips"), "predicted.mp4")).ShouldBeTrue();
        var page = await File.ReadAllTextAsync(Path.Combine(_work.File("clips"), "evaluation.html"));
        page.ShouldContain("data:image/jpeg;base64,");
        page.ShouldNotContain("://");
        page.Split("<svg").Length.ShouldBe(1 + (3 * 2));
    }

    [Fact]
    public async Task EvaluateSuite_WithAClipThatIsNone_MeasuresTheOthers_AndGoesOnFromThem()
    {
        var footage = Directory.CreateDirectory(_work.File("suite")).FullName;
        await Ffmpeg.RunAsync("-i", HostClip.Path, "-t", "6", "-c", "copy", Path.Combine(footage, "own.mp4"));
        await File.WriteAllTextAsync(Path.Combine(footage, "broken.mp4"), "no video");
        var table = _work.File("quality.md");
        string[] command = ["evaluate", "--suite", footage, "--out", _work.File("results"), "--table", table];

        using (var first = new CliTestHost())
        {
            (await first.RunAsync(command)).ShouldBe(2);
            first.Error.ShouldContain("[suite.incomplete]");
        }

        (await File.ReadAllTextAsync(table)).ShouldContain("Not measured: broken.mp4");
        File.Delete(Path.Combine(footage, "broken.mp4"));

        using var second = new CliTestHost();
        (await second.RunAsync(command)).ShouldBe(0, second.Error);
        second.Error.ShouldContain("own.mp4: measured before");
        (await File.ReadAllTextAsync(table)).ShouldContain("`aperture_r`");
        File.Exists(Path.Combine(_work.File("results"), "clips", "own.mp4.html")).ShouldBeTrue();
    }

    private static async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        using var cli = new CliTestHost();
        (await cli.RunAsync(arguments)).ShouldBe(0, cli.Error);
        return JsonSerializer.Deserialize<JsonElement>(cli.Out);
    }
}
