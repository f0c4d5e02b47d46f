using System.Text.Json;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Avatars.Assessment;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Avatars.Assessment;

public sealed class ReportWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_HostileFileName_IsOnlyText()
    {
        var html = Html("\"><script>alert(1)</script>&.mp4");

        html.ShouldContain("&lt;script&gt;alert(1)");
        html.ShouldNotContain("<script");
    }

    [Fact]
    public void Write_Page_AsksForNothingElse()
    {
        var html = Html("me.mp4");

        html.ShouldNotContain("http://");
        html.ShouldNotContain("https://");
        html.ShouldNotContain("url(");
        html.ShouldContain("Turn on a light &amp; &lt;wait&gt;");
        html.ShouldContain("0.2 – 0.4 s");
    }

    [Fact]
    public void Write_Json_IsCamelCaseWithMeasuresAsTheyAre()
    {
        Html("me.mp4");

        using var json = JsonDocument.Parse(File.ReadAllBytes(_folder.File(AvatarBuilder.ReportJsonName)));
        json.RootElement.GetProperty("measures").GetProperty("light_mean").GetDouble().ShouldBe(35);
        var finding = json.RootElement.GetProperty("findings")[0];
        finding.GetProperty("severity").GetString().ShouldBe("warning");
        finding.GetProperty("times")[0].GetProperty("start").GetDouble().ShouldBe(0.2);
        json.RootElement.GetProperty("usable").GetBoolean().ShouldBeTrue();
        Directory.GetFiles(_folder.Path).Length.ShouldBe(2);
    }

    private string Html(string name)
    {
        var finding = new Finding("light.dark", FindingSeverity.Warning, "Dark.", "Turn on a light & <wait>.", [new TimeSpanSeconds(0.2, 0.4)]);
        var report = new FootageReport(name, 1, 25, 64, 48, new Dictionary<string, double> { ["light_mean"] = 35 }, [finding]);
        var frames = new bool[25];
        using var measures = new FrameMeasures();
        ReportWriter.Write(_folder.Path, new AssessmentResult(report, frames, frames, null, new AssessmentTimeline(frames, frames, frames, new double[25])), measures);
        return File.ReadAllText(_folder.File(AvatarBuilder.ReportHtmlName));
    }
}
