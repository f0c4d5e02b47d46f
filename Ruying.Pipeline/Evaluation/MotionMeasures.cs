using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Evaluation;

/// <summary>Compares how a rendered mouth moves, measured again by the mesh, with how the real one moved.</summary>
/// <param name="ApertureCorrelation">Pearson's r of the inner-lip gap.</param>
/// <param name="WidthCorrelation">Pearson's r of the corners' distance.</param>
/// <param name="Amplitude">Standard deviation of the aperture against the real one's.</param>
/// <param name="OffsetFrames">Lag at the largest aperture correlation, -8 to 8; positive: the picture comes late.</param>
/// <param name="LipDistance">Mean distance of lip points, outer-eye distances.</param>
/// <param name="NeutralLipDistance">The same for a mouth that stays neutral.</param>
/// <param name="Jitter">Mean second difference of the lips against the real clip's.</param>
public sealed record MotionMeasures(
    double ApertureCorrelation, double WidthCorrelation, double Amplitude, int OffsetFrames, double LipDistance, double NeutralLipDistance, double Jitter)
{
    private const int LargestLag = 8;

    /// <summary>Share of frames whose gap exceeds the neutral gap by more than 6 % of the neutral mouth's width.</summary>
    /// <param name="shapes">Canonical lips and jaw of each frame.</param>
    /// <param name="neutral">The person's neutral lips and jaw.</param>
    public static double Leak(IReadOnlyList<float[]> shapes, float[] neutral)
    {
        var limit = MouthGeometry.Aperture(neutral) + (0.06 * MouthGeometry.Width(neutral));
        return shapes.Count == 0 ? 0 : shapes.Count(s => MouthGeometry.Aperture(s) > limit) / (double)shapes.Count;
    }

    /// <summary>Compares two clips over the same base frames.</summary>
    /// <param name="rendered">Canonical lips and jaw of each rendered frame.</param>
    /// <param name="real">Canonical lips and jaw of each real frame.</param>
    /// <param name="neutral">The lips and jaw that a closed mouth would show on each frame.</param>
    public static MotionMeasures Compare(IReadOnlyList<float[]> rendered, IReadOnlyList<float[]> real, IReadOnlyList<float[]> neutral)
    {
        var apertureA = rendered.Select(s => MouthGeometry.Aperture(s)).ToArray();
        var apertureB = real.Select(s => MouthGeometry.Aperture(s)).ToArray();
        return new MotionMeasures(
            Smoothing.Correlation(apertureA, apertureB),
            Smoothing.Correlation([.. rendered.Select(s => MouthGeometry.Width(s))], [.. real.Select(s => MouthGeometry.Width(s))]),
            Deviation(apertureA) / Math.Max(1e-9, Deviation(apertureB)),
            Offset(apertureA, apertureB),
            rendered.Zip(real, LipsApart).Average(),
            neutral.Zip(real, LipsApart).Average(),
            Shiver(rendered) / Math.Max(1e-9, Shiver(real)));
    }

    /// <summary>The lag of one series behind another, by the largest correlation.</summary>
    /// <param name="late">The series that may come late.</param>
    /// <param name="reference">The other.</param>
    public static int Offset(ReadOnlySpan<double> late, ReadOnlySpan<double> reference)
    {
        var n = Math.Min(late.Length, reference.Length) - (2 * LargestLag);
        var (best, lag) = (double.MinValue, 0);
        for (var k = -LargestLag; k <= LargestLag && n > 2; k++)
        {
            var r = Smoothing.Correlation(late.Slice(LargestLag + k, n), reference.Slice(LargestLag, n));
            if (r > best)
            {
                (best, lag) = (r, k);
            }
        }

        return lag;
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

    private static double Shiver(IReadOnlyList<float[]> shapes)
    {
        double sum = 0;
        for (var t = 2; t < shapes.Count; t++)
        {
            for (var k = 0; k < FacePoints.LipCount * 2; k++)
            {
                sum += Math.Abs(shapes[t][k] - (2 * shapes[t - 1][k]) + shapes[t - 2][k]);
            }
        }

        return shapes.Count < 3 ? 0 : sum / ((shapes.Count - 2) * FacePoints.LipCount * 2);
    }
}
