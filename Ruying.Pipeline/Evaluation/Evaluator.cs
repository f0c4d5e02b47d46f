using System.Diagnostics;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Rendering;
using Ruying.Pipeline.Studio;

namespace Ruying.Pipeline.Evaluation;

/// <summary>
/// How good an avatar of some footage is: built from its first 70 %, driven over its last 30 % by its own sound, and by its own true
/// geometry, and measured again by the mesh on the encoded result.
/// </summary>
/// <param name="sessions">The process's networks.</param>
/// <param name="builder">Prepares the footage.</param>
/// <param name="director">Hears the sound; made when first needed.</param>
/// <param name="time">The clock for the date of building.</param>
public sealed class Evaluator(OnnxSessions sessions, AvatarBuilder builder, Func<MotionDirector> director, TimeProvider time)
{
    private const double BuiltShare = 0.7;

    /// <summary>Measures.</summary>
    /// <param name="footagePath">The clip, with sound.</param>
    /// <param name="workFolder">Where stages keep what they made; the rendered clips <c>true.mp4</c>, <c>predicted.mp4</c> and <c>silent.mp4</c> stay there to be looked at.</param>
    /// <param name="options">How to build.</param>
    /// <param name="progress">The build's stages and <c>render</c>.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    /// <returns>Flat lower-snake-case keys in a fixed order; what could not be measured is absent.</returns>
    /// <exception cref="FootageException">No avatar can be built from the first part.</exception>
    public async Task<IReadOnlyDictionary<string, object>> EvaluateAsync(
        string footagePath, string workFolder, AvatarOptions options, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await using var memory = new ProcessTree();
        var stages = new StageClock(progress, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var (input, report) = await builder.PrepareAsync(footagePath, workFolder, options, stages, progress, cancellationToken).ConfigureAwait(false);
        report.RequireUsable();

        var frames = input.Track.Frames;
        var built = (int)(frames * BuiltShare);
        var tested = frames - built;
        var folder = Path.Combine(workFolder, "evaluated-avatar");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        await stages.RunAsync("learn", () => new AvatarLearner(director(), time).LearnAsync(input, folder, "evaluated", null, built, cancellationToken: cancellationToken)).ConfigureAwait(false);
        using var avatar = AvatarPackage.Open(folder);
        var track = CanonicalTrack.From(input.Track, avatar.Manifest.Template);
        var real = track.Shapes[built..];
        using var harmoniser = new HarmoniserSession(avatar, sessions);
        var renderer = new EvaluationRenderer(avatar, built, tested, harmoniser.Network);
        var neutral = Shapes(avatar, MouthMotion.Neutral(tested), built);

        using var truePixels = new PixelMeasures(avatar.Manifest.Crop, avatar.Manifest.Mask);
        await renderer.RenderAsync(real, real, Path.Combine(workFolder, "true.mp4"), truePixels, cancellationToken).ConfigureAwait(false);
        var results = new Dictionary<string, object>
        {
            ["clip"] = Path.GetFileName(footagePath),
            ["frames_built"] = built,
            ["frames_tested"] = tested,
        };
        if (input.Footage.AudioPath16k is { } soundPath)
        {
            await PredictAsync(results, avatar, renderer, soundPath, workFolder, real, neutral, built, cancellationToken).ConfigureAwait(false);
        }

        results["psnr_mask_true"] = truePixels.MaskPsnr;
        results["psnr_lips_true"] = truePixels.LipsPsnr;
        results["ssim_mask_true"] = truePixels.MaskSsim;
        results["sharpness_true"] = truePixels.Sharpness;
        results["seam"] = truePixels.Seam;

        var silent = Path.Combine(workFolder, "silent.mp4");
        var start = Stopwatch.GetTimestamp();
        await renderer.RenderAsync(neutral, real, silent, null, cancellationToken).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        results["silence_leak"] = MotionMeasures.Leak(await MeasureAsync(silent, avatar, cancellationToken).ConfigureAwait(false), avatar.Manifest.Neutral.Shape);
        results["outside_difference"] = renderer.OutsideDifference;
        foreach (var stage in new[] { "track", "learn" })
        {
            results[$"seconds_{stage}"] = stages.Seconds[stage];
        }

        results["seconds_render"] = seconds;
        results["frames_per_second"] = tested / seconds;
        results["peak_memory_mb"] = memory.PeakBytes / 1048576.0;
        return results;
    }

    private static float[][] Shapes(AvatarPackage avatar, MouthMotion motion, int first)
    {
        var shaper = new MouthShaper(avatar.Manifest.Neutral.Shape, avatar.Manifest.Neutral.Width);
        return [.. Enumerable.Range(0, motion.Frames).Select(t => shaper.Shape(motion.Frame(t), avatar.Frames[first + t]))];
    }

    private async Task PredictAsync(
        Dictionary<string, object> results, AvatarPackage avatar, EvaluationRenderer renderer, string soundPath, string workFolder, float[][] real, float[][] neutral, int built, CancellationToken cancellationToken)
    {
        var sound = WavFile.Read(soundPath);
        var perFrame = sound.SampleRate / Clock.FramesPerSecond;
        var later = new PcmAudio(sound.Samples[(built * perFrame)..Math.Min(sound.Samples.Length, (built + real.Length) * perFrame)], sound.SampleRate);
        var motion = director().FromSound(later, avatar.Manifest.Fit, avatar.Manifest.Neutral.InWidths(), cancellationToken);
        var shapes = Shapes(avatar, motion, built);
        using var pixels = new PixelMeasures(avatar.Manifest.Crop, avatar.Manifest.Mask);
        var path = Path.Combine(workFolder, "predicted.mp4");
        await renderer.RenderAsync(shapes, real, path, pixels, cancellationToken).ConfigureAwait(false);
        var measured = MotionMeasures.Compare(await MeasureAsync(path, avatar, cancellationToken).ConfigureAwait(false), real, neutral);
        results["aperture_r"] = measured.ApertureCorrelation;
        results["width_r"] = measured.WidthCorrelation;
        results["amplitude"] = measured.Amplitude;
        results["av_offset_frames"] = measured.OffsetFrames;
        results["lmd"] = measured.LipDistance;
        results["lmd_neutral"] = measured.NeutralLipDistance;
        results["jitter"] = measured.Jitter;
        results["psnr_mask_predicted"] = pixels.MaskPsnr;
        results["psnr_lips_predicted"] = pixels.LipsPsnr;
        results["sharpness_predicted"] = pixels.Sharpness;
    }

    private async Task<float[][]> MeasureAsync(string path, AvatarPackage avatar, CancellationToken cancellationToken)
    {
        var result = await new FaceTracker(sessions).TrackAsync(
            VideoReader.ReadAsync(path, cancellationToken: cancellationToken), FaceChoice.Largest, cancellationToken: cancellationToken).ConfigureAwait(false);
        return CanonicalTrack.From(result.Track, avatar.Manifest.Template).Shapes;
    }
}
