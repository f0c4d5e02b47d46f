using System.Security.Cryptography;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Learning;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Rendering.Harmonising;

namespace Ruying.Pipeline.Studio;

/// <summary>
/// Tunes an avatar to its person: the harmoniser goes on learning from the footage, and what it learnt is kept only if it shows on frames
/// that it did not learn from. What was learnt lies in the work folder, so that a tuning that was stopped goes on from there.
/// </summary>
/// <param name="sessions">Where networks run and learn.</param>
public sealed class StudioTuner(OnnxSessions sessions)
{
    /// <summary>Share of the remembered frames, the last ones, that nothing is learnt from.</summary>
    private const double HeldOutShare = 0.12;

    private const int MostMeasured = 200;

    /// <summary>Too little to learn from and to judge by.</summary>
    private const int FewestFrames = 6 * Media.Clock.FramesPerSecond;

    private const float Rate = 5e-4f;

    // Shares of the whole tuning's time, for progress.
    private const double ExamplesShare = 0.1, LearnShare = 0.85;

    /// <summary>Tunes a package in place: its folder holds the whole old avatar or the whole tuned one at any time.</summary>
    /// <param name="folder">The package's folder.</param>
    /// <param name="workFolder">Where unfinished work is kept; a second call goes on from there.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">0 to 1.</param>
    /// <param name="cancellationToken">Stops within milliseconds while learning, within a frame otherwise.</param>
    /// <returns>What it brought; also in the package's manifest.</returns>
    /// <exception cref="AvatarException">No avatar, or damaged.</exception>
    public async Task<StudioTuning> TuneAsync(
        string folder, string workFolder, StudioOptions options, Action<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var avatar = AvatarPackage.Open(folder);
        var work = Path.Combine(workFolder, $"studio-{avatar.Manifest.Files[AvatarPackage.MouthsName].Sha256[..16]}");
        Directory.CreateDirectory(work);
        var frames = avatar.Mouths.Samples.Select(s => s.Frame).ToArray();
        var learnt = (int)(frames.Length * (1 - HeldOutShare));
        if (learnt < FewestFrames)
        {
            var tooShort = new StudioTuning(StudioOutcome.TooShort, null, null, null);
            await avatar.ReplaceTuningAsync(tooShort, [], cancellationToken).ConfigureAwait(false);
            return tooShort;
        }

        var examplesPath = Path.Combine(work, "examples");
        if (!File.Exists(examplesPath))
        {
            var last = frames[learnt];
            await new ExampleMaker(avatar).WriteAsync(f => f < last, examplesPath, done => progress?.Invoke(done * ExamplesShare), cancellationToken).ConfigureAwait(false);
        }

        var start = ParameterSet.FromModel(sessions.ReadModel(HarmoniserSession.ModelName));
        var weights = await Task.Run(() => Learn(examplesPath, start, Path.Combine(work, "checkpoint"), options, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        var model = HarmoniserNet.ForUse(weights);

        var finish = avatar.Manifest.Finish ?? MouthFinish.None;
        var untuned = finish.Harmonise ? sessions.Get(HarmoniserSession.ModelName, threads: 1) : null;
        using var tuned = sessions.Open(model, threads: 1);
        var step = Math.Max(1, (frames.Length - learnt) / MostMeasured);
        int[] heldOut = [.. frames[learnt..].Where((_, i) => i % step == 0)];
        var quality = await HarmoniserComparison.MeasureAsync(avatar, avatar.ReadTrackedShapes(), heldOut, [(untuned, finish), (tuned, finish)], cancellationToken).ConfigureAwait(false);
        var better = quality[1].Beats(quality[0]);
        var name = better ? $"harmoniser-{Convert.ToHexStringLower(SHA256.HashData(model))[..12]}.onnx" : null;
        var tuning = new StudioTuning(better ? StudioOutcome.Kept : StudioOutcome.NoBetter, name, quality[0], quality[1]);
        await avatar.ReplaceTuningAsync(tuning, model, cancellationToken).ConfigureAwait(false);
        Directory.Delete(work, recursive: true);
        progress?.Invoke(1);
        return tuning;
    }

    private ParameterSet Learn(
        string examplesPath, ParameterSet start, string checkpoint, StudioOptions options, Action<double>? progress, CancellationToken cancellationToken)
    {
        using var examples = HarmoniserExamples.Open(examplesPath);
        var trainer = new HarmoniserTrainer(sessions, new HarmoniserTrainingOptions { Steps = options.Steps, LongestTime = options.LongestTime, Rate = Rate });
        return trainer.Train([examples], start, checkpoint, (done, _) => progress?.Invoke(ExamplesShare + (done * LearnShare)), cancellationToken);
    }
}
