using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>
/// Finds frames where something lies before the mouth. Lips move, but philtrum, cheeks and chin keep their colours: a frame in which
/// many cells of that region leave the person's own usual range is covered, whether by a flat thing or by a hand.
/// </summary>
internal static class MouthCover
{
    /// <summary>
    /// Share of cells that are not the person's own. Clean footage of 16 people stays under 0.33, covers reach 0.6 and more.
    /// </summary>
    private const double CoveredShare = 0.45;

    /// <summary>Once covered, down to this share it still is: a hand that comes and goes is blurred at its edges.</summary>
    private const double StillCoveredShare = 0.3;

    private const int ShortestFrames = 3, LongestGap = 5, SampledFrames = 600;

    // Least deviation that counts, whatever the spread: grey levels of luma, of chroma.
    private const double LeastLuma = 24, LeastChroma = 8, TimesSpread = 5;

    /// <summary>Share of strange cells of each frame, 0 to 1; 0 where there is no face.</summary>
    public static double[] Scores(FrameMeasures measures, bool[] present)
    {
        var frames = Enumerable.Range(0, present.Length).Where(i => present[i]).ToArray();
        var scores = new double[present.Length];
        if (frames.Length == 0)
        {
            return scores;
        }

        var (usual, spread) = Usual(measures, frames);
        const int cells = FaceProbe.PatchBytes / 3;
        var ratios = new float[cells];
        var shifts = new float[2][] { new float[cells], new float[cells] };
        foreach (var frame in frames)
        {
            var patch = measures.Patch(frame);
            for (var c = 0; c < cells; c++)
            {
                ratios[c] = (patch[c * 3] + 8f) / (usual[c * 3] + 8f);
                shifts[0][c] = patch[(c * 3) + 1] - usual[(c * 3) + 1];
                shifts[1][c] = patch[(c * 3) + 2] - usual[(c * 3) + 2];
            }

            // A change of the light moves all cells alike, and only so far.
            var gain = Math.Clamp(Smoothing.Median([.. ratios]), 0.7f, 1.4f);
            var red = Math.Clamp(Smoothing.Median([.. shifts[0]]), -5, 5);
            var blue = Math.Clamp(Smoothing.Median([.. shifts[1]]), -5, 5);
            var strange = 0;
            for (var c = 0; c < cells; c++)
            {
                var luma = Math.Abs((ratios[c] / gain) - 1) * (usual[c * 3] + 8) / Math.Max(LeastLuma, TimesSpread * spread[c * 3]);
                var cr = Math.Abs(shifts[0][c] - red) / Math.Max(LeastChroma, TimesSpread * spread[(c * 3) + 1]);
                var cb = Math.Abs(shifts[1][c] - blue) / Math.Max(LeastChroma, TimesSpread * spread[(c * 3) + 2]);
                strange += Math.Max(luma, Math.Max(cr, cb)) > 1 ? 1 : 0;
            }

            scores[frame] = (double)strange / cells;
        }

        return scores;
    }

    /// <summary>Which frames are covered: runs of a tenth of a second and more, small gaps closed.</summary>
    public static bool[] Covered(double[] scores)
    {
        var covered = scores.Select(s => s > CoveredShare).ToArray();
        for (var i = 1; i < covered.Length; i++)
        {
            covered[i] |= covered[i - 1] && scores[i] > StillCoveredShare;
        }

        for (var i = covered.Length - 2; i >= 0; i--)
        {
            covered[i] |= covered[i + 1] && scores[i] > StillCoveredShare;
        }

        FrameRuns.CloseGaps(covered, LongestGap);
        FrameRuns.DropShort(covered, ShortestFrames);
        return covered;
    }

    private static (float[] Usual, float[] Spread) Usual(FrameMeasures measures, int[] frames)
    {
        var sample = frames.Where((_, i) => i % Math.Max(1, frames.Length / SampledFrames) == 0).ToArray();
        var usual = new float[FaceProbe.PatchBytes];
        var spread = new float[FaceProbe.PatchBytes];
        var values = new float[sample.Length];
        for (var k = 0; k < usual.Length; k++)
        {
            for (var s = 0; s < sample.Length; s++)
            {
                values[s] = measures.Patch(sample[s])[k];
            }

            usual[k] = Smoothing.Median(values);
            for (var s = 0; s < sample.Length; s++)
            {
                values[s] = Math.Abs(values[s] - usual[k]);
            }

            spread[k] = Smoothing.Median(values);
        }

        return (usual, spread);
    }
}
