using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Evaluation;

/// <summary>Compares how a rendered mouth moves, measured again by the mesh, with how the real one moved.</summary>
/// <param name="ApertureCorrelation">Pearson's r of the inner-lip gap.</param>
/// <param name="WidthCorrelation">Pearson's r of the corners' distance.</param>
/// <param name="Amplitude">Standard deviation of the aperture against the real one's.</param>
/// <param name="OffsetFrames">Lag at the largest aperture correlation, -8 to 8; positive: the picture comes late; null where nothing moves.</param>
/// <param name="LipDistance">Mean distance of lip points, outer-eye distances.</param>
/// <param name="NeutralLipDistance">The same for a mouth that stays neutral.</param>
/// <param name="Jitter">Mean second difference of the lips against the real clip's.</param>
public sealed record MotionMeasures(
    double ApertureCorrelation, double WidthCorrelation, double Amplitude, int? OffsetFrames, double LipDistance, double NeutralLipDistance, double Jitter)
{
    private const int LargestLag = 8;

    /// <summary>Share of frames whose gap exceeds the neutral gap by more than <see cref="ClosureMeasures.Open"/>.</summary>
    /// <param name="shapes">Canonical lips and jaw of each frame.</param>
    /// <param name="neutral">The person's neutral lips and jaw.</param>
    /// <param name="seen">Which frames count; null takes all.</param>
    /// <returns>0 to 1; null where no frame counts.</returns>
    public static double? Leak(IReadOnlyList<float[]> shapes, float[] neutral, bool[]? seen = null)
    {
        var limit = MouthGeometry.Aperture(neutral) + (ClosureMeasures.Open * MouthGeometry.Width(neutral));
        var counted = shapes.Where((_, t) => seen?[t] ?? true).ToArray();
        return new Share(counted.Length, counted.Count(s => MouthGeometry.Aperture(s) > limit)).Value;
    }

    /// <summary>Compares two clips over the same base frames.</summary>
    /// <param name="rendered">Canonical lips and jaw of each rendered frame.</param>
    /// <param name="real">Canonical lips and jaw of each real frame.</param>
    /// <param name="neutral">The lips and jaw that a closed mouth would show on each frame.</param>
    /// <param name="seen">Which frames count, in both clips; null takes all. At least one.</param>
    public static MotionMeasures Compare(IReadOnlyList<float[]> rendered, IReadOnlyList<float[]> real, IReadOnlyList<float[]> neutral, bool[]? seen = null)
    {
        seen ??= [.. Enumerable.Repeat(true, real.Count)];
        var counted = Enumerable.Range(0, Math.Min(rendered.Count, real.Count)).Where(t => seen[t]).ToArray();
        double[] Series(IReadOnlyList<float[]> clip, Func<float[], double> value) => [.. counted.Select(t => value(clip[t]))];
        var apertureA = Series(rendered, s => MouthGeometry.Aperture(s));
        var apertureB = Series(real, s => MouthGeometry.Aperture(s));
        return new MotionMeasures(
            Smoothing.Correlation(apertureA, apertureB),
            Smoothing.Correlation(Series(rendered, s => MouthGeometry.Width(s)), Series(real, s => MouthGeometry.Width(s))),
            Deviation(apertureA) / Math.Max(1e-9, Deviation(apertureB)),
            Offset([.. rendered.Select(s => MouthGeometry.Aperture(s))], [.. real.Select(s => MouthGeometry.Aperture(s))], seen),
            counted.Average(t => LipsApart(rendered[t], real[t])),
            counted.Average(t => LipsApart(neutral[t], real[t])),
            Shiver(rendered, seen) / Math.Max(1e-9, Shiver(real, seen)));
    }

    /// <summary>The lag of one series behind another, by the largest correlation.</summary>
    /// <param name="late">The series that may come late.</param>
    /// <param name="reference">The other.</param>
    /// <param name="seen">Which samples count; null takes all.</param>
    /// <returns>-8 to 8; null where nothing moves together.</returns>
    public static int? Offset(double[] late, double[] reference, bool[]? seen = null)
    {
        var n = Math.Min(late.Length, reference.Length);
        (double R, int? Lag) best = (0, null);

        // From 0 outwards: of equals the smallest lag counts.
        foreach (var lag in Enumerable.Range(-LargestLag, (2 * LargestLag) + 1).OrderBy(Math.Abs))
        {
            var pairs = Enumerable.Range(LargestLag, Math.Max(0, n - (2 * LargestLag))).Where(t => seen is null || (seen[t] && seen[t + lag])).ToArray();
            var r = Smoothing.Correlation([.. pairs.Select(t => late[t + lag])], [.. pairs.Select(t => reference[t])]);
            best = r > best.R ? (r, lag) : best;
        }

        return best.Lag;
    }

    private static double LipsApart(float[] a, float[] b)
    {
        double sum = 0;
        for (var k = 0; k < FacePoints.LipCount; k++)
        {
            double dx = a[k * 2] - b[k * 2], dy = a[(k * 2) + 1] - b[(k * 2) + 1];
            sum += Math.Sqrt((dx * dx) + (dy * dy));
        }

        return sum / FacePoints.LipCount;
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }

    private static double Shiver(IReadOnlyList<float[]> shapes, bool[] seen)
    {
        var (sum, count) = (0.0, 0);
        for (var t = 2; t < Math.Min(shapes.Count, seen.Length); t++)
        {
            if (!seen[t] || !seen[t - 1] || !seen[t - 2])
            {
                continue;
            }

            count++;
            for (var k = 0; k < FacePoints.LipCount * 2; k++)
            {
                sum += Math.Abs(shapes[t][k] - (2 * shapes[t - 1][k]) + shapes[t - 2][k]);
            }
        }

        return sum / Math.Max(1, count * FacePoints.LipCount * 2);
    }
}
