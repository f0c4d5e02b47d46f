using OpenCvSharp;
using Ruying.Pipeline.Faces;

namespace Ruying.Pipeline.Rendering;

/// <summary>
/// Bends one mouth into the shape of another by a thin-plate spline (Bookstein 1989) through lips and jaw, held still on the crop's border,
/// nose and cheeks. The spline is evaluated on a coarse grid and interpolated. Not thread-safe: one for each render.
/// </summary>
public sealed class ThinPlateWarp : IDisposable
{
    private const int Grid = 17;
    private const double Stiffness = 3e-4;
    private static readonly double[] Anchors = MakeAnchors();

    private readonly int _side;
    private readonly Mat _grid = new(Grid, Grid, MatType.CV_32FC2);
    private readonly Mat _field = new();
    private readonly Mat _noSecondMap = new();
    private readonly Mat _identity;
    private readonly Mat _upsample;
    private readonly float[] _values = new float[Grid * Grid * 2];

    /// <summary>Prepares for crops of one size.</summary>
    /// <param name="side">Pixels.</param>
    public ThinPlateWarp(int side)
    {
        _side = side;
        _identity = new Mat(side, side, MatType.CV_32FC2);
        _upsample = new Mat(side, side, MatType.CV_32FC2);
        var identity = new float[side * side * 2];
        var upsample = new float[side * side * 2];
        for (var i = 0; i < side * side; i++)
        {
            identity[i * 2] = i % side;
            identity[(i * 2) + 1] = i / side;
            upsample[i * 2] = i % side * (Grid - 1f) / (side - 1);
            upsample[(i * 2) + 1] = i / side * (Grid - 1f) / (side - 1);
        }

        _identity.SetArray(Pairs(identity));
        _upsample.SetArray(Pairs(upsample));
    }

    /// <summary>Warps a crop so that points at <paramref name="from"/> come to lie at <paramref name="to"/>.</summary>
    /// <param name="source"><c>CV_8UC3</c> or <c>CV_32FC3</c> of the warp's size.</param>
    /// <param name="from">Lips and jaw in the source, crop pixels, 106 numbers.</param>
    /// <param name="to">Lips and jaw wanted, crop pixels, 106 numbers.</param>
    /// <param name="destination">Where to write; made to fit.</param>
    public void Apply(Mat source, float[] from, float[] to, Mat destination)
    {
        Solve(from, to);
        _grid.SetArray(Pairs(_values));
        Cv2.Remap(_grid, _field, _upsample, _noSecondMap, InterpolationFlags.Linear);
        Cv2.Add(_field, _identity, _field);
        Cv2.Remap(source, destination, _field, _noSecondMap, InterpolationFlags.Cubic, BorderTypes.Replicate);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _grid.Dispose();
        _field.Dispose();
        _noSecondMap.Dispose();
        _identity.Dispose();
        _upsample.Dispose();
    }

    private static Vec2f[] Pairs(float[] values) => System.Runtime.InteropServices.MemoryMarshal.Cast<float, Vec2f>(values).ToArray();

    private static double[] MakeAnchors()
    {
        var points = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            points.AddRange([i / 4.0, 0, i / 4.0, 1]);
        }

        for (var i = 1; i < 4; i++)
        {
            points.AddRange([0, i / 4.0, 1, i / 4.0]);
        }

        points.AddRange([0.5, 0.28, 0.36, 0.25, 0.64, 0.25, 0.2, 0.3, 0.8, 0.3]);
        return [.. points];
    }

    private static double Kernel(double squared) => 0.5 * squared * Math.Log(squared + 1e-9);

    private void Solve(float[] from, float[] to)
    {
        var shape = CanonicalTrack.ShapePoints;
        var n = shape + (Anchors.Length / 2);
        var px = new double[n];
        var py = new double[n];
        using var system = new Mat(n + 3, n + 3, MatType.CV_64FC1);
        using var right = new Mat(n + 3, 2, MatType.CV_64FC1);
        var a = new double[(n + 3) * (n + 3)];
        var b = new double[(n + 3) * 2];
        for (var i = 0; i < n; i++)
        {
            px[i] = i < shape ? to[i * 2] / _side : Anchors[(i - shape) * 2];
            py[i] = i < shape ? to[(i * 2) + 1] / _side : Anchors[((i - shape) * 2) + 1];
            if (i < shape)
            {
                b[i * 2] = (from[i * 2] - to[i * 2]) / _side;
                b[(i * 2) + 1] = (from[(i * 2) + 1] - to[(i * 2) + 1]) / _side;
            }
        }

        for (var i = 0; i < n; i++)
        {
            var row = i * (n + 3);
            for (var j = 0; j < i; j++)
            {
                var k = Kernel(((px[i] - px[j]) * (px[i] - px[j])) + ((py[i] - py[j]) * (py[i] - py[j])));
                a[row + j] = k;
                a[(j * (n + 3)) + i] = k;
            }

            a[row + i] = Stiffness;
            (a[row + n], a[row + n + 1], a[row + n + 2]) = (1, px[i], py[i]);
            (a[(n * (n + 3)) + i], a[((n + 1) * (n + 3)) + i], a[((n + 2) * (n + 3)) + i]) = (1, px[i], py[i]);
        }

        system.SetArray(a);
        right.SetArray(b);
        using var weights = new Mat();
        Cv2.Solve(system, right, weights, DecompTypes.LU);
        weights.GetArray(out double[] w);
        for (var g = 0; g < Grid * Grid; g++)
        {
            // Grid points lie on pixel centres 0 and side - 1, not on the crop's edges.
            var x = g % Grid * (_side - 1.0) / ((Grid - 1.0) * _side);
            var y = g / Grid * (_side - 1.0) / ((Grid - 1.0) * _side);
            double dx = w[n * 2] + (w[(n + 1) * 2] * x) + (w[(n + 2) * 2] * y);
            double dy = w[(n * 2) + 1] + (w[((n + 1) * 2) + 1] * x) + (w[((n + 2) * 2) + 1] * y);
            for (var i = 0; i < n; i++)
            {
                var u = Kernel(((x - px[i]) * (x - px[i])) + ((y - py[i]) * (y - py[i])));
                dx += u * w[i * 2];
                dy += u * w[(i * 2) + 1];
            }

            _values[g * 2] = (float)(dx * _side);
            _values[(g * 2) + 1] = (float)(dy * _side);
        }
    }
}
