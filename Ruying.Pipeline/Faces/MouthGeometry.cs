using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Faces;

/// <summary>
/// A person's mouth as the motion model sees it: 45 points (40 lips, 5 chin) relative to the point under the nose, left-right symmetric,
/// as displacement from the neutral mouth in units of its width.
/// </summary>
public sealed class MouthGeometry
{
    /// <summary>Lips (40) and chin (5).</summary>
    public const int Points = 45;

    /// <summary>Numbers a frame: x and y of each point.</summary>
    public const int Values = Points * 2;

    /// <summary>Positions of the five chin points among the 13 of the jaw.</summary>
    private const int FirstChin = 4;

    private static readonly int[] Mirror =
    [
        .. Enumerable.Range(0, 11).Select(i => 10 - i), .. Enumerable.Range(11, 9).Select(i => 30 - i),
        .. Enumerable.Range(20, 11).Select(i => 50 - i), .. Enumerable.Range(31, 9).Select(i => 70 - i),
        .. Enumerable.Range(40, 5).Select(i => 84 - i),
    ];

    private MouthGeometry(float[] neutral, double neutralWidth, float[] neutralShape, double[] centres, float[][] displacements)
    {
        Neutral = neutral;
        NeutralWidth = neutralWidth;
        NeutralShape = neutralShape;
        Centres = centres;
        Displacements = displacements;
    }

    /// <summary>The neutral mouth, symmetric, 90 numbers, in outer-eye distances.</summary>
    public float[] Neutral { get; }

    /// <summary>The neutral mouth's width in outer-eye distances.</summary>
    public double NeutralWidth { get; }

    /// <summary>The neutral lips and jaw as they are, not made symmetric: 53 points, 106 numbers, relative to nose base and centre.</summary>
    public float[] NeutralShape { get; }

    /// <summary>How far right of the nose base the mouth's middle lies, for each frame (it moves as the head turns); smoothed.</summary>
    public double[] Centres { get; }

    /// <summary>90 numbers a frame, in neutral mouth widths.</summary>
    public float[][] Displacements { get; }

    /// <summary>Measures a person's mouth.</summary>
    /// <param name="track">The person's track.</param>
    /// <param name="usable">Frames that may define the neutral mouth; null takes all that show the face.</param>
    public static MouthGeometry From(CanonicalTrack track, bool[]? usable = null)
    {
        usable ??= track.Present;
        var symmetric = new float[track.Frames][];
        var centres = new double[track.Frames];
        for (var i = 0; i < track.Frames; i++)
        {
            var shape = track.Shapes[i];
            centres[i] = ((shape[0] + shape[20]) / 2) - track.NoseBase[i].X;
            symmetric[i] = Symmetric(shape, track.NoseBase[i], centres[i]);
        }

        var smoothCentres = Smoothing.Gaussian(Smoothing.Bridge(centres, track.Present), 6);
        var order = Enumerable.Range(0, track.Frames).Where(i => usable[i]).OrderBy(i => Aperture(symmetric[i])).ToArray();
        var closed = order.Take(Math.Max(1, order.Length / 5)).ToArray();
        var neutral = Mean(closed.Select(i => symmetric[i]), Values);
        var width = Width(neutral);
        var neutralShape = Mean(closed.Select(i => Relative(track.Shapes[i], track.NoseBase[i], smoothCentres[i])), CanonicalTrack.ShapePoints * 2);
        var displacements = symmetric.Select(s => s.Zip(neutral, (v, n) => (float)((v - n) / width)).ToArray()).ToArray();
        return new MouthGeometry(neutral, width, neutralShape, smoothCentres, displacements);
    }

    /// <summary>Inner-lip gap: mean of the three middle pairs' vertical distance, in the points' own unit.</summary>
    /// <param name="points">At least the 40 lip points, x and y interleaved.</param>
    public static double Aperture(ReadOnlySpan<float> points) =>
        (points[49] + points[51] + points[53] - points[69] - points[71] - points[73]) / 3.0;

    /// <summary>Distance of the mouth's corners, horizontal, in the points' own unit.</summary>
    /// <param name="points">At least the first 11 lip points, x and y interleaved.</param>
    public static double Width(ReadOnlySpan<float> points) => points[20] - points[0];

    private static float[] Symmetric(float[] shape, (double X, double Y) nose, double centre)
    {
        var points = new float[Values];
        for (var k = 0; k < Points; k++)
        {
            var source = k < FacePoints.LipCount ? k : k + FirstChin;
            points[k * 2] = (float)(shape[source * 2] - nose.X - centre);
            points[(k * 2) + 1] = (float)(shape[(source * 2) + 1] - nose.Y);
        }

        var result = new float[Values];
        for (var k = 0; k < Points; k++)
        {
            result[k * 2] = (points[k * 2] - points[Mirror[k] * 2]) / 2;
            result[(k * 2) + 1] = (points[(k * 2) + 1] + points[(Mirror[k] * 2) + 1]) / 2;
        }

        return result;
    }

    private static float[] Relative(float[] shape, (double X, double Y) nose, double centre)
    {
        var result = new float[shape.Length];
        for (var k = 0; k < shape.Length; k += 2)
        {
            result[k] = (float)(shape[k] - nose.X - centre);
            result[k + 1] = (float)(shape[k + 1] - nose.Y);
        }

        return result;
    }

    private static float[] Mean(IEnumerable<float[]> rows, int length)
    {
        var sum = new double[length];
        var count = 0;
        foreach (var row in rows)
        {
            for (var k = 0; k < length; k++)
            {
                sum[k] += row[k];
            }

            count++;
        }

        return [.. sum.Select(v => (float)(v / Math.Max(1, count)))];
    }
}
