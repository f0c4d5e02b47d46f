using OpenCvSharp;

namespace Ruying.Training.Sample;

/// <summary>A smooth field of displacements that takes given values at given points (thin-plate spline).</summary>
internal sealed class ThinPlate
{
    private const double Stiffness = 1e-4;
    private readonly double[] _x, _y, _w;
    private readonly double _scale;

    /// <summary>Solves for the field.</summary>
    /// <param name="at">Where: points in pixels.</param>
    /// <param name="values">What the field is there, pixels.</param>
    public ThinPlate(IReadOnlyList<Point2d> at, IReadOnlyList<Point2d> values)
    {
        _scale = 1 / 200.0;
        var n = at.Count;
        (_x, _y) = ([.. at.Select(p => p.X * _scale)], [.. at.Select(p => p.Y * _scale)]);
        var size = n + 3;
        var a = new double[size * size];
        var b = new double[size * 2];
        for (var i = 0; i < n; i++)
        {
            (b[i * 2], b[(i * 2) + 1]) = (values[i].X, values[i].Y);
            for (var j = 0; j < n; j++)
            {
                a[(i * size) + j] = i == j ? Stiffness : Kernel(_x[i] - _x[j], _y[i] - _y[j]);
            }

            (a[(i * size) + n], a[(i * size) + n + 1], a[(i * size) + n + 2]) = (1, _x[i], _y[i]);
            (a[(n * size) + i], a[((n + 1) * size) + i], a[((n + 2) * size) + i]) = (1, _x[i], _y[i]);
        }

        using var system = new Mat(size, size, MatType.CV_64FC1);
        using var right = new Mat(size, 2, MatType.CV_64FC1);
        using var solution = new Mat();
        system.SetArray(a);
        right.SetArray(b);
        Cv2.Solve(system, right, solution, DecompTypes.LU);
        solution.GetArray(out double[] w);
        _w = w;
    }

    /// <summary>The field at every fourth pixel, brought to every pixel.</summary>
    /// <param name="area">Which pixels; sides are multiples of 4.</param>
    /// <returns>CV_32FC2 of the area's size.</returns>
    public Mat Sample(Rect area)
    {
        const int step = 4;
        var columns = (area.Width / step) + 1;
        var rows = (area.Height / step) + 1;
        var values = new Vec2f[columns * rows];
        Parallel.For(0, rows, row =>
        {
            for (var column = 0; column < columns; column++)
            {
                values[(row * columns) + column] = At(area.X + (column * step), area.Y + (row * step));
            }
        });
        using var coarse = new Mat(rows, columns, MatType.CV_32FC2);
        coarse.SetArray(values);
        var fine = new Mat();
        using var toFine = new Mat(2, 3, MatType.CV_64FC1);
        toFine.SetArray(new double[] { step, 0, 0, 0, step, 0 });
        Cv2.WarpAffine(coarse, fine, toFine, new Size(area.Width, area.Height), InterpolationFlags.Linear, BorderTypes.Replicate);
        return fine;
    }

    private static double Kernel(double dx, double dy)
    {
        var squared = (dx * dx) + (dy * dy);
        return squared < 1e-12 ? 0 : 0.5 * squared * Math.Log(squared);
    }

    private Vec2f At(double px, double py)
    {
        double x = px * _scale, y = py * _scale;
        var n = _x.Length;
        var dx = _w[n * 2] + (_w[(n + 1) * 2] * x) + (_w[(n + 2) * 2] * y);
        var dy = _w[(n * 2) + 1] + (_w[((n + 1) * 2) + 1] * x) + (_w[((n + 2) * 2) + 1] * y);
        for (var i = 0; i < n; i++)
        {
            var u = Kernel(x - _x[i], y - _y[i]);
            dx += u * _w[i * 2];
            dy += u * _w[(i * 2) + 1];
        }

        return new Vec2f((float)dx, (float)dy);
    }
}
