using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Avatars.Assessment;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Avatars.Assessment;

/// <summary>What every playable file of <c>shared/media/hard</c> is told, and that clean footage is left in peace.</summary>
public sealed class FootageAssessorTests(AssessedClips clips) : IClassFixture<AssessedClips>
{
    [SkippableTheory]
    [InlineData("two-faces", "face.several", FindingSeverity.Error)]
    [InlineData("speaker-cut-at-4s", "face.changed", FindingSeverity.Error)]
    [InlineData("tiny-face-1080p", "face.too_small", FindingSeverity.Error)]
    [InlineData("no-face-at-all", "face.none", FindingSeverity.Error)]
    [InlineData("mouth-occluded-2s-to-4s", "mouth.covered", FindingSeverity.Warning)]
    [InlineData("no-face-3s-to-5s", "face.missing", FindingSeverity.Warning)]
    [InlineData("dark-noisy", "light.dark", FindingSeverity.Warning)]
    [InlineData("dark-noisy", "sharpness.low", FindingSeverity.Warning)]
    [InlineData("no-audio", "audio.none", FindingSeverity.Warning)]
    [InlineData("silent-audio", "audio.silent", FindingSeverity.Warning)]
    [InlineData("audio-late-200ms", "audio.late", FindingSeverity.Warning)]
    [InlineData("speaker-cut-at-4s", "cut", FindingSeverity.Info)]
    public async Task Assess_HardFile_HasItsFinding(string file, string code, FindingSeverity severity)
    {
        var report = (await Hard(file)).Report;

        report.Findings.ShouldContain(f => f.Code == code && f.Severity == severity);
        report.Usable.ShouldBe(report.Findings.All(f => f.Severity != FindingSeverity.Error));
        report.Findings.ShouldAllBe(f => f.Message.Length > 0 && f.Advice.Length > 0);
    }

    [SkippableTheory]
    [InlineData("mouth-occluded-2s-to-4s", "mouth.covered")]
    [InlineData("no-face-3s-to-5s", "face.missing")]
    [InlineData("dark-noisy", "light.dark", "sharpness.low")]
    [InlineData("no-audio", "audio.none")]
    [InlineData("silent-audio", "audio.silent")]
    [InlineData("audio-late-200ms", "audio.late")]
    public async Task Assess_HardFile_HasNoOtherWarning(string file, params string[] codes) =>
        Troubles((await Hard(file)).Report).Order().ShouldBe(codes.Order());

    [SkippableFact]
    public async Task Assess_CoveredMouth_IsTimedAndNotUsable()
    {
        var result = await Hard("mouth-occluded-2s-to-4s");

        var time = result.Report.Findings.Single(f => f.Code == "mouth.covered").Times.ShouldHaveSingleItem();
        time.Start.ShouldBe(2, 0.2);
        time.End.ShouldBe(4, 0.2);
        result.Usable[52..98].ShouldAllBe(u => !u);
        result.Usable[..45].Concat(result.Usable[110..]).Count(u => !u).ShouldBe(0);
    }

    [SkippableFact]
    public async Task Assess_FaceAway_IsTimed()
    {
        var time = (await Hard("no-face-3s-to-5s")).Report.Findings.Single(f => f.Code == "face.missing").Times.ShouldHaveSingleItem();

        time.Start.ShouldBe(3, 0.2);
        time.End.ShouldBe(5, 0.2);
    }

    [SkippableFact]
    public async Task Assess_AnotherSpeaker_NamesTheTimeAndTheLongestPart()
    {
        var result = await Hard("speaker-cut-at-4s");

        result.Report.Findings.Single(f => f.Code == "face.changed").Times.ShouldHaveSingleItem().Start.ShouldBe(4, 0.2);
        result.PersonSpan.ShouldBe(new TimeSpanSeconds(0, 4));
        result.Usable[100..].ShouldAllBe(u => !u);
    }

    [SkippableFact]
    public async Task Assess_AnotherSpeakerAndLongestPartAskedFor_IsNoError()
    {
        var report = (await clips.AssessAsync("media/hard/speaker-cut-at-4s.mp4", new AvatarOptions { LongestPart = true })).Report;

        report.Findings.ShouldContain(f => f.Code == "face.changed" && f.Severity == FindingSeverity.Warning);
        report.Usable.ShouldBeTrue();
    }

    [SkippableFact]
    public async Task Assess_TwoFacesAndOneChosen_IsNoError()
    {
        var report = (await clips.AssessAsync("media/hard/two-faces.mp4", new AvatarOptions { Face = FaceChoice.Left })).Report;

        report.Findings.ShouldContain(f => f.Code == "face.several" && f.Severity == FindingSeverity.Info);
    }

    [SkippableFact]
    public async Task Assess_TinyFace_SaysSizeFoundAndNeeded()
    {
        var finding = (await Hard("tiny-face-1080p")).Report.Findings.Single(f => f.Code == "face.too_small");

        finding.Message.ShouldContain("16 pixels");
        finding.Message.ShouldContain("32");
    }

    [SkippableFact]
    public async Task Assess_LateSound_TellsTheOffset() =>
        (await Hard("audio-late-200ms")).Report.Measures["sound_late_ms"].ShouldBeInRange(120, 240);

    [SkippableTheory]
    [InlineData("grid/s1/bbaf2n.mpg")]
    [InlineData("grid/s2")]
    [InlineData("grid/s3")]
    [InlineData("grid/s4")]
    [InlineData("grid/s4-hd")]
    [InlineData("grid/s5")]
    [InlineData("grid/s20")]
    [InlineData("grid/s22")]
    [InlineData("grid/s23")]
    [InlineData("grid/s30")]
    [InlineData("grid/s31")]
    [InlineData("grid/s33")]
    [InlineData("talking/man-512-7s.mp4")]
    [InlineData("talking/man-vfr-700-6s.mp4")]
    [InlineData("talking/woman-1080x1920-hevc-10s.mp4")]
    public async Task Assess_CleanFootage_HasNothingAgainstFaceAndMouth(string path)
    {
        if (Path.GetExtension(path).Length == 0)
        {
            var folder = SharedMedia.Require("media/" + path);
            path += "/" + Directory.GetFiles(folder).Select(f => Path.GetFileName(f)).Where(f => !f.EndsWith(".align", StringComparison.Ordinal)).Order(StringComparer.Ordinal).First();
        }

        var result = await clips.AssessAsync("media/" + path);

        Troubles(result.Report).Where(c => c.StartsWith("face.", StringComparison.Ordinal) || c.StartsWith("mouth.", StringComparison.Ordinal)).ShouldBeEmpty();
        result.Usable.Count(u => u).ShouldBeGreaterThan(result.Usable.Length * 9 / 10);
        result.Usable.Length.ShouldBe(result.Report.Frames);
        result.Idle.Length.ShouldBe(result.Report.Frames);
    }

    [SkippableFact]
    public async Task Assess_QuietEndsOfASentence_AreIdle()
    {
        var result = await Hard("no-audio");

        result.Idle.Zip(result.Usable).ShouldAllBe(f => !f.First || f.Second);
        result.Report.Measures["silent_seconds"].ShouldBeGreaterThan(1);
    }

    private Task<AssessmentResult> Hard(string file) => clips.AssessAsync($"media/hard/{file}.mp4");

    private static IEnumerable<string> Troubles(FootageReport report) =>
        report.Findings.Where(f => f.Severity != FindingSeverity.Info).Select(f => f.Code).Distinct();
}
