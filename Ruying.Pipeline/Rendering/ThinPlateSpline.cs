using OpenCvSharp;
using Ruying.Pipeline.Faces;

namespace Ruying.Pipeline.Rendering;

/// <summary>
/// A thin-plate spline (Bookstein 1989) through lips and jaw, held still on the crop's border, nose and cheeks, on a coarse grid.
/// Several mouths bent into one shape share one system of equations. Not thread-safe: one for each render.
/// </summary>
public sealed class ThinPlateSpline : IDisposable
{
    /// <summary>Grid points of a side.</summary>
    public const int Grid = 17;

    private const int Shape = CanonicalTrack.ShapePoints;
    private const double Stiffness = 3e-4;
    private static readonly double[] Anchors = MakeAnchors();
    private static readonly int Knots = Shape + (Anchors.Length / 2);

    private readonly int _side;
    private readonly double[] _x = new double[Knots];
    private readonly double[] _y = new double[Knots];
    private readonly double[] _system = new double[(Knots + 3) * (Knots + 3)];
    private readonly double[] _basis = new double[Grid * Grid * (Knots + 3)];
    private readonly Mat _weights = new();
    private readonly Mat _fields = new();

    /// <summary>Prepares for crops of one size.</summary>
    /// <param name="side">Pixels.</param>
    public ThinPlateSpline(int side)
    {
        _side = side;
        for (var i = Shape; i < Knots; i++)
        {
            (_x[i], _y[i]) = (Anchors[(i - Shape) * 2], Anchors[((i - Shape) * 2) + 1]);
        }

        // Anchors never move: what the grid sees of them is computed once.
        for (var g = 0; g < Grid * Grid; g++)
        {
            var (x, y) = GridPoint(g);
            FillBasis(g, x, y, Shape, Knots);
            (_basis[Row(g) + Knots], _basis[Row(g) + Knots + 1], _basis[Row(g) + Knots + 2]) = (1, x, y);
        }
    }

    /// <summary>Where each grid point of the wanted shape lies in each source, less its own place.</summary>
    /// <param name="to">Lips and jaw wanted, crop pixels, 106 numbers.</param>
    /// <param name="from">Lips and jaw of each source, crop pixels, 106 numbers each.</param>
    /// <returns>For each source <c>[17 * 17 * 2]</c>: x and y of each point's way in turn, in sides of the crop.</returns>
    public float[][] Fields(float[] to, IReadOnlyList<float[]> from)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(from);
        for (var i = 0; i < Shape; i++)
        {
            (_x[i], _y[i]) = (to[i * 2] / _side, to[(i * 2) + 1] / _side);
        }

        Solve(to, from);
        for (var g = 0; g < Grid * Grid; g++)
        {
            var (x, y) = GridPoint(g);
            FillBasis(g, x, y, 0, Shape);
        }

        using var basis = Mat.FromPixelData(Grid * Grid, Knots + 3, MatType.CV_64FC1, _basis);
        Cv2.Gemm(basis, _weights, 1, new Mat(), 0, _fields);
        _fields.GetArray(out double[] values);
        var columns = from.Count * 2;
        return [.. Enumerable.Range(0, from.Count).Select(k =>
        {
            var field = new float[Grid * Grid * 2];
            for (var g = 0; g < Grid * Grid; g++)
            {
                field[g * 2] = (float)values[(g * columns) + (k * 2)];
                field[(g * 2) + 1] = (float)values[(g * columns) + (k * 2) + 1];
            }

            return field;
        })];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _weights.Dispose();
        _fields.Dispose();
    }

    private static int Row(int grid) => grid * (Knots + 3);

    private static double Kernel(double squared) => 0.5 * squared * Math.Log(squared + 1e-9);

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

    // Grid points lie on pixel centres 0 and side - 1, not on the crop's edges.
    private (double X, double Y) GridPoint(int grid)
    {
        var scale = (_side - 1.0) / ((Grid - 1.0) * _side);
        return (grid % Grid * scale, grid / Grid * scale);
    }

    private void FillBasis(int grid, double x, double y, int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            _basis[Row(grid) + i] = Kernel(((x - _x[i]) * (x - _x[i])) + ((y - _y[i]) * (y - _y[i])));
        }
    }

    private void Solve(float[] to, IReadOnlyList<float[]> from)
    {
        const int n = Shape;
        var size = Knots + 3;
        for (var i = 0; i < Knots; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var k = Kernel(((_x[i] - _x[j]) * (_x[i] - _x[j])) + ((_y[i] - _y[j]) * (_y[i] - _y[j])));
                _system[(i * size) + j] = k;
                _system[(j * size) + i] = k;
            }

            _system[(i * size) + i] = Stiffness;
            (_system[(i * size) + Knots], _system[(i * size) + Knots + 1], _system[(i * size) + Knots + 2]) = (1, _x[i], _y[i]);
            (_system[(Knots * size) + i], _system[((Knots + 1) * size) + i], _system[((Knots + 2) * size) + i]) = (1, _x[i], _y[i]);
        }

        var columns = from.Count * 2;
        var right = new double[size * columns];
        for (var k = 0; k < from.Count; k++)
        {
            for (var i = 0; i < n; i++)
            {
                right[(i * columns) + (k * 2)] = (from[k][i * 2] - to[i * 2]) / _side;
                right[(i * columns) + (k * 2) + 1] = (from[k][(i * 2) + 1] - to[(i * 2) + 1]) / _side;
            }
        }

        using var system = Mat.FromPixelData(size, size, MatType.CV_64FC1, _system);
        using var ways = Mat.FromPixelData(size, columns, MatType.CV_64FC1, right);
        Cv2.Solve(system, ways, _weights, DecompTypes.LU);
    }
}
