using OpenCvSharp;

namespace Ruying.Pipeline.Evaluation;

/// <summary>
/// The step of colour across the edge of what is replaced. The edge is cut into sectors around the mask; in each, the mean colour of a
/// band inside is compared with that of a band outside, in the rendered crop and in the real one.
/// </summary>
internal static class SeamMeasure
{
    private const int Sectors = 24;

    /// <summary>The fading rim itself belongs to neither band; share of the crop's side.</summary>
    private const double Rim = 0.035;

    /// <summary>Width of a band, share of the crop's side.</summary>
    private const double Band = 0.04;

    private const int FewestPixels = 6;

    /// <summary>The rendered step against the real one, 1 is no seam; null where no edge can be seen.</summary>
    /// <param name="real">RGB, <c>CV_8UC3</c>.</param>
    /// <param name="rendered">RGB, <c>CV_8UC3</c>.</param>
    /// <param name="weights">How much of each pixel is replaced, 0 to 1, <c>CV_32FC1</c>.</param>
    public static double? ColourStep(Mat real, Mat rendered, Mat weights)
    {
        using var inside = new Mat();
        Cv2.Compare(weights, new Scalar(0.5), inside, CmpTypes.GT);
        using var outside = new Mat();
        Cv2.BitwiseNot(inside, outside);
        var (deep, far) = (Distances(inside), Distances(outside));
        real.GetArray(out Vec3b[] a);
        rendered.GetArray(out Vec3b[] b);
        var moments = Cv2.Moments(inside, binaryImage: true);
        if (moments.M00 < 1)
        {
            return null;
        }

        var (cx, cy, side) = (moments.M10 / moments.M00, moments.M01 / moments.M00, real.Width);
        var (near, wide) = (Rim * side, (Rim + Band) * side);
        var sums = new double[Sectors, 2, 7];
        for (var i = 0; i < a.Length; i++)
        {
            var band = deep[i] > near && deep[i] <= wide ? 0 : far[i] > near && far[i] <= wide ? 1 : -1;
            if (band < 0)
            {
                continue;
            }

            var angle = Math.Atan2((i / side) - cy, (i % side) - cx);
            var sector = Math.Clamp((int)((angle + Math.PI) / (2 * Math.PI) * Sectors), 0, Sectors - 1);
            for (var c = 0; c < 3; c++)
            {
                sums[sector, band, c] += a[i][c];
                sums[sector, band, 3 + c] += b[i][c];
            }

            sums[sector, band, 6]++;
        }

        var (stepReal, stepRendered) = (0.0, 0.0);
        for (var s = 0; s < Sectors; s++)
        {
            if (sums[s, 0, 6] >= FewestPixels && sums[s, 1, 6] >= FewestPixels)
            {
                stepReal += Step(sums, s, 0);
                stepRendered += Step(sums, s, 3);
            }
        }

        return stepReal < 1 ? null : stepRendered / stepReal;
    }

    private static double Step(double[,,] sums, int sector, int first)
    {
        double square = 0;
        for (var c = first; c < first + 3; c++)
        {
            var difference = (sums[sector, 0, c] / sums[sector, 0, 6]) - (sums[sector, 1, c] / sums[sector, 1, 6]);
            square += difference * difference;
        }

        return Math.Sqrt(square);
    }

    private static float[] Distances(Mat mask)
    {
        using var distance = new Mat();
        Cv2.DistanceTransform(mask, distance, DistanceTypes.L2, DistanceTransformMasks.Mask3);
        distance.GetArray(out float[] values);
        return values;
    }
}
