using OpenCvSharp;

namespace Ruying.Pipeline.Faces;

/// <summary>Scale, turn and shift of the plane: x' = A x - B y + X, y' = B x + A y + Y.</summary>
/// <param name="A">Scale times cosine.</param>
/// <param name="B">Scale times sine.</param>
/// <param name="X">Shift.</param>
/// <param name="Y">Shift.</param>
public readonly record struct Similarity(double A, double B, double X, double Y)
{
    /// <summary>The factor by which lengths grow.</summary>
    public double Scale => Math.Sqrt((A * A) + (B * B));

    /// <summary>Radians.</summary>
    public double Angle => Math.Atan2(B, A);

    /// <summary>The transform that undoes this one.</summary>
    public Similarity Inverse
    {
        get
        {
            var d = (A * A) + (B * B);
            double a = A / d, b = -B / d;
            return new Similarity(a, b, -((a * X) - (b * Y)), -((b * X) + (a * Y)));
        }
    }

    /// <summary>Least squares over point pairs (Umeyama 1991, without reflection).</summary>
    /// <param name="from">x and y interleaved.</param>
    /// <param name="to">x and y interleaved, as many.</param>
    public static Similarity Fit(ReadOnlySpan<float> from, ReadOnlySpan<float> to)
    {
        var n = from.Length / 2;
        double fx = 0, fy = 0, tx = 0, ty = 0;
        for (var i = 0; i < n; i++)
        {
            fx += from[i * 2];
            fy += from[(i * 2) + 1];
            tx += to[i * 2];
            ty += to[(i * 2) + 1];
        }

        fx /= n;
        fy /= n;
        tx /= n;
        ty /= n;
        double d = 0, p = 0, q = 0;
        for (var i = 0; i < n; i++)
        {
            double ax = from[i * 2] - fx, ay = from[(i * 2) + 1] - fy, bx = to[i * 2] - tx, by = to[(i * 2) + 1] - ty;
            d += (ax * ax) + (ay * ay);
            p += (ax * bx) + (ay * by);
            q += (ax * by) - (ay * bx);
        }

        d = Math.Max(d, 1e-12);
        double a = p / d, b = q / d;
        return new Similarity(a, b, tx - ((a * fx) - (b * fy)), ty - ((b * fx) + (a * fy)));
    }

    /// <summary>Where a point goes.</summary>
    public (double X, double Y) Apply(double x, double y) => ((A * x) - (B * y) + X, (B * x) + (A * y) + Y);

    /// <summary>First <paramref name="other"/>, then this.</summary>
    public Similarity After(Similarity other)
    {
        var (x, y) = Apply(other.X, other.Y);
        return new Similarity((A * other.A) - (B * other.B), (A * other.B) + (B * other.A), x, y);
    }

    /// <summary>The 2x3 matrix, <c>CV_64FC1</c>, as OpenCV's warps take it.</summary>
    public Mat ToMat()
    {
        var matrix = new Mat(2, 3, MatType.CV_64FC1);
        matrix.SetArray(new[] { A, -B, X, B, A, Y });
        return matrix;
    }
}
