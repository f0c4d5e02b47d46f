using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Media;

/// <summary>What intake does with every file of <c>shared/media/hard</c>.</summary>
public sealed class HardFootageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("too-short-0.4s.mp4", "footage.too_short")]
    [InlineData("truncated.mp4", "file.not_a_video")]
    [InlineData("text-posing-as-video.mp4", "file.not_a_video")]
    [InlineData("playlist-posing-as-video.mp4", "file.not_a_video")]
    [InlineData("concat-posing-as-video.mp4", "file.not_a_video")]
    public async Task NormaliseAsync_WrongFile_ThrowsItsCode(string name, string code)
    {
        var path = SharedMedia.Require("media/hard/" + name);

        var error = await Should.ThrowAsync<FootageException>(() => Intake.NormaliseAsync(path, _folder.Path));

        error.Code.ShouldBe(code);
        Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData("playlist-posing-as-video.mp4")]
    [InlineData("concat-posing-as-video.mp4")]
    [InlineData("text-posing-as-video.mp4")]
    public async Task SniffAsync_PosingFile_IsNoContainerSoThatFfmpegNeverStarts(string name) =>
        (await MediaSniffer.SniffAsync(SharedMedia.Require("media/hard/" + name))).ShouldBeNull();

    [SkippableTheory]
    [InlineData("audio-late-200ms.mp4", 720, 576, 300)]
    [InlineData("dark-noisy.mp4", 720, 576, 150)]
    [InlineData("mouth-occluded-2s-to-4s.mp4", 720, 576, 300)]
    [InlineData("no-face-3s-to-5s.mp4", 720, 576, 300)]
    [InlineData("no-face-at-all.mp4", 720, 576, 300)]
    [InlineData("speaker-cut-at-4s.mp4", 720, 576, 175)]
    [InlineData("tiny-face-1080p.mp4", 1920, 1080, 300)]
    [InlineData("two-faces.mp4", 1440, 576, 75)]
    [InlineData("no-audio.mp4", 720, 576, 300, "audio.none")]
    [InlineData("silent-audio.mp4", 720, 576, 300, "audio.silent")]
    public async Task NormaliseAsync_PlayableFile_ComesInWithItsFindings(string name, int width, int height, int frames, params string[] findings)
    {
        var footage = await Intake.NormaliseAsync(SharedMedia.Require("media/hard/" + name), _folder.Path);

        (footage.Width, footage.Height, footage.Frames).ShouldBe((width, height, frames));
        footage.Findings.Select(f => f.Code).ShouldBe(findings);
        await IntakeChecks.SoundFitsAsync(footage);
    }

    [SkippableTheory]
    [InlineData("fps-29.97.mp4", 26)]
    [InlineData("fps-60.mp4", 26)]
    [InlineData("vfr.mp4", 24)]
    [InlineData("rotated-metadata-90.mp4", 30)]
    public async Task NormaliseAsync_OtherRateOrTurned_ShowsThePlainClipAtEveryMoment(string name, double leastPsnr)
    {
        // The clip that these were made of, plain.
        var plain = await Intake.NormaliseAsync(SharedMedia.Require("media/hard/no-audio.mp4"), _folder.Path);

        var footage = await Intake.NormaliseAsync(SharedMedia.Require("media/hard/" + name), _folder.Path);

        (footage.Width, footage.Height).ShouldBe((720, 576));
        footage.Frames.ShouldBeInRange(299, 300);
        await IntakeChecks.SoundFitsAsync(footage);
        (await IntakeChecks.MedianPsnrAsync(plain.VideoPath, footage.VideoPath)).ShouldBeGreaterThan(leastPsnr);
    }

    [SkippableFact]
    public async Task NormaliseAsync_LateSound_KeepsItLate()
    {
        var plain = await Intake.NormaliseAsync(SharedMedia.Require("media/hard/fps-60.mp4"), _folder.Path);
        var late = await Intake.NormaliseAsync(SharedMedia.Require("media/hard/audio-late-200ms.mp4"), _folder.Path);

        var lag = IntakeChecks.Lag(WavFile.Read(plain.AudioPath16k!), WavFile.Read(late.AudioPath16k!));

        lag.ShouldBe(0.2, 0.03);
    }
}
