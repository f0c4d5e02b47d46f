using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>
/// Finds frames where something lies before the mouth. Lips move, but the pattern that lips, philtrum, cheeks and chin make stays the
/// person's own, whatever the light: under a cover, flat or a hand, it is gone.
/// </summary>
internal static class MouthCover
{
    /// <summary>Under this it is surely covered: clean footage of 15 people stays over 0.43; a black cover has 0, a box in the colour of skin 0.05 to 0.13, bars like fingers 0.11 to 0.39 (median 0.26).</summary>
    private const double Surely = 0.38;

    /// <summary>Under this for long it is covered, too: a cover in the colour of the skin that leaves the chin free has 0.34 to 0.52, turned and blurred faces pass it for moments.</summary>
    private const double Perhaps = 0.53;

    private const int SurelyFrames = 3, PerhapsFrames = 12, LongestGap = 5, SampledFrames = 600;

    // Chroma moves less than luma and tells lips from skin.
    private const double ChromaWeight = 3;

    /// <summary>How much of the person's own pattern each frame shows: about 1 for a free mouth, 0 for none; 1 where there is no face.</summary>
    public static double[] Likeness(FrameMeasures measures, bool[] present)
    {
        var frames = Enumerable.Range(0, present.Length).Where(i => present[i]).ToArray();
        var likeness = Enumerable.Repeat(1.0, present.Length).ToArray();
        if (frames.Length == 0)
        {
            return likeness;
        }

        var usual = Usual(measures, frames);
        var norm = Math.Max(1e-6, usual.Sum(v => v * v));
        foreach (var frame in frames)
        {
            var pattern = Pattern(measures.Patch(frame));
            double dot = 0;
            for (var k = 0; k < pattern.Length; k++)
            {
                dot += pattern[k] * usual[k];
            }

            likeness[frame] = dot / norm;
        }

        return likeness;
    }

    /// <summary>Which frames are covered.</summary>
    public static bool[] Covered(double[] likeness)
    {
        var surely = likeness.Select(v => v < Surely).ToArray();
        FrameRuns.DropShort(surely, SurelyFrames);
        var covered = new bool[likeness.Length];
        foreach (var (first, count) in FrameRuns.Of([.. likeness.Select(v => v < Perhaps)]))
        {
            if (count >= PerhapsFrames || Array.IndexOf(surely, true, first, count) >= 0)
            {
                Array.Fill(covered, true, first, count);
            }
        }

        FrameRuns.CloseGaps(covered, LongestGap);
        return covered;
    }

    /// <summary>The usual pattern: the median of those frames.</summary>
    public static double[] Usual(FrameMeasures measures, int[] frames)
    {
        var sample = frames.Where((_, i) => i % Math.Max(1, frames.Length / SampledFrames) == 0).Select(f => Pattern(measures.Patch(f))).ToArray();
        return [.. Enumerable.Range(0, FaceProbe.PatchBytes).Select(k => (double)Smoothing.Median([.. sample.Select(p => (float)p[k])]))];
    }

    // Each channel less its mean: what the light adds everywhere says nothing.
    private static double[] Pattern(ReadOnlySpan<byte> patch)
    {
        var pattern = new double[patch.Length];
        for (var channel = 0; channel < 3; channel++)
        {
            double mean = 0;
            for (var k = channel; k < patch.Length; k += 3)
            {
                mean += patch[k];
            }

            mean /= patch.Length / 3.0;
            for (var k = channel; k < patch.Length; k += 3)
            {
                pattern[k] = (patch[k] - mean) * (channel == 0 ? 1 : ChromaWeight);
            }
        }

        return pattern;
    }
}
