using OpenCvSharp;

namespace Ruying.Training.Sample;

/// <summary>A contour as height over x, smooth between its points (monotone cubic), level beyond its ends.</summary>
internal sealed class Curve
{
    private readonly double[] _x, _y, _slope;

    public Curve(Point2d[] points)
    {
        _x = [.. points.Select(p => p.X)];
        _y = [.. points.Select(p => p.Y)];
        _slope = new double[_x.Length];
        for (var i = 1; i < _x.Length - 1; i++)
        {
            _slope[i] = (_y[i + 1] - _y[i - 1]) / (_x[i + 1] - _x[i - 1]);
        }

        _slope[0] = (_y[1] - _y[0]) / (_x[1] - _x[0]);
        _slope[^1] = (_y[^1] - _y[^2]) / (_x[^1] - _x[^2]);
    }

    public double Left => _x[0];

    public double Right => _x[^1];

    public double At(double x)
    {
        x = Math.Clamp(x, Left, Right);
        var i = 0;
        while (i < _x.Length - 2 && x > _x[i + 1])
        {
            i++;
        }

        var step = _x[i + 1] - _x[i];
        var t = (x - _x[i]) / step;
        var s = 1 - t;
        return (_y[i] * s * s * (1 + (2 * t))) + (_slope[i] * step * s * s * t) + (_y[i + 1] * t * t * (3 - (2 * t))) - (_slope[i + 1] * step * t * t * s);
    }
}
