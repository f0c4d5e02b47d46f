using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Models;

namespace Ruying.Pipeline.Studio;

/// <summary>Finds how a newly learnt avatar's mouths are best finished: renders a stretch of its own footage by mouths of other moments and compares.</summary>
/// <param name="sessions">The process's networks.</param>
public sealed class MouthFinishFitter(OnnxSessions sessions)
{
    /// <summary>Longest stretch: a few seconds of work at any size.</summary>
    private const int Stretch = 150;

    private const int EveryOther = 2;

    /// <summary>The shipped network has not met this person: only a clear gain counts, dB.</summary>
    private const double ClearGain = 0.2;

    /// <summary>Measures and writes the finish into the package's manifest.</summary>
    /// <param name="folder">The package.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    public async Task<AvatarManifest> FitAsync(string folder, CancellationToken cancellationToken)
    {
        using var avatar = AvatarPackage.Open(folder);
        var remembered = avatar.Mouths.Samples.Select(s => s.Frame).ToArray();
        var middle = remembered[remembered.Length / 2];
        int[] frames = [.. remembered.Where(f => Math.Abs(f - middle) <= Stretch / 2).Where((_, i) => i % EveryOther == 0)];
        var shipped = sessions.Get(HarmoniserSession.ModelName, threads: 1);
        var quality = await HarmoniserComparison.MeasureAsync(
            avatar, avatar.ReadTrackedShapes(), frames, [(null, MouthFinish.None), (shipped, MouthFinish.None)], cancellationToken).ConfigureAwait(false);
        var harmonise = quality[1].Beats(quality[0]) && quality[1].MaskPsnr > quality[0].MaskPsnr + ClearGain;
        var finish = new MouthFinish(1, harmonise).ToSharpness(quality[harmonise ? 1 : 0].Sharpness);

        // Not all of a mouth is detail, so a gain falls short of what it was computed for: once more from where it led.
        var gained = await HarmoniserComparison.MeasureAsync(
            avatar, avatar.ReadTrackedShapes(), frames, [(harmonise ? shipped : null, finish)], cancellationToken).ConfigureAwait(false);
        finish = finish.ToSharpness(gained[0].Sharpness);
        return await avatar.ReplaceManifestAsync(avatar.Manifest with { Finish = finish }, cancellationToken).ConfigureAwait(false);
    }
}
