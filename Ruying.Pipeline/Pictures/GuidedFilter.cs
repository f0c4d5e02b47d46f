using OpenCvSharp;

namespace Ruying.Pipeline.Pictures;

/// <summary>
/// Brings a coarse mask to the edges of its picture: in each small window the mask is a linear function of the colour
/// (He et al. 2013; the functions found on a small picture and used on the large one, He and Sun 2015, arXiv:1505.00996).
/// Not thread-safe: one for each video.
/// </summary>
internal sealed class GuidedFilter : IDisposable
{
    // Most of the small picture's short side, which is at most half the large one's; and half the window's side on it.
    private const int SmallSide = 270;
    private const int Radius = 5;

    // Variance of colour that counts as an edge, of colours from 0 to 1.
    private const float Smoothness = 4e-4f;

    // Red, green, blue, mask; each colour by the mask; the six products of two colours.
    private const int Moments = 13;

    private readonly Mat _small = new();
    private readonly Mat _mask = new();
    private readonly Mat _means = new();
    private readonly Mat _smooth = new();
    private readonly Mat _large = new();
    private float[] _moments = [];
    private float[] _lines = [];

    /// <summary>The size at which a picture's edges are looked for.</summary>
    /// <param name="width">The picture's pixels.</param>
    /// <param name="height">The picture's pixels.</param>
    public static Size SmallSize(int width, int height)
    {
        var shorter = Math.Min(width, height);
        var factor = Math.Min(0.5, SmallSide / (double)shorter);
        return new Size(Math.Max(1, (int)(width * factor)), Math.Max(1, (int)(height * factor)));
    }

    /// <summary>Refines.</summary>
    /// <param name="rgb">The picture, <c>CV_8UC3</c>.</param>
    /// <param name="coarse">The mask, <c>CV_32FC1</c>, 0 to 1, of any size.</param>
    /// <param name="alpha">Where to write: one number a pixel of the picture, not bounded.</param>
    public unsafe void Apply(Mat rgb, Mat coarse, Span<float> alpha)
    {
        var size = SmallSize(rgb.Width, rgb.Height);
        Cv2.Resize(rgb, _small, size, 0, 0, InterpolationFlags.Area);
        Cv2.Resize(coarse, _mask, size, 0, 0, InterpolationFlags.Linear);
        var count = size.Width * size.Height;
        Array.Resize(ref _moments, count * Moments);
        Array.Resize(ref _lines, count * 4);
        Fill(new ReadOnlySpan<byte>(_small.DataPointer, count * 3), new ReadOnlySpan<float>(_mask.DataPointer, count), _moments);
        var window = new Size((2 * Radius) + 1, (2 * Radius) + 1);
        using (var moments = Mat.FromPixelData(size.Height, size.Width, MatType.CV_32FC(Moments), _moments))
        {
            Cv2.Blur(moments, _means, window);
        }

        Solve(new ReadOnlySpan<float>(_means.DataPointer, count * Moments), _lines);
        using (var lines = Mat.FromPixelData(size.Height, size.Width, MatType.CV_32FC4, _lines))
        {
            Cv2.Blur(lines, _smooth, window);
        }

        Cv2.Resize(_smooth, _large, rgb.Size(), 0, 0, InterpolationFlags.Linear);
        var line = new ReadOnlySpan<float>(_large.DataPointer, alpha.Length * 4);
        var pixels = new ReadOnlySpan<byte>(rgb.DataPointer, alpha.Length * 3);
        for (var i = 0; i < alpha.Length; i++)
        {
            alpha[i] = (((line[i * 4] * pixels[i * 3]) + (line[(i * 4) + 1] * pixels[(i * 3) + 1]) + (line[(i * 4) + 2] * pixels[(i * 3) + 2])) / 255) + line[(i * 4) + 3];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _small.Dispose();
        _mask.Dispose();
        _means.Dispose();
        _smooth.Dispose();
        _large.Dispose();
    }

    private static void Fill(ReadOnlySpan<byte> pixels, ReadOnlySpan<float> mask, Span<float> moments)
    {
        for (var i = 0; i < mask.Length; i++)
        {
            var (r, g, b, p) = (pixels[i * 3] / 255f, pixels[(i * 3) + 1] / 255f, pixels[(i * 3) + 2] / 255f, mask[i]);
            ReadOnlySpan<float> values = [r, g, b, p, r * p, g * p, b * p, r * r, r * g, r * b, g * g, g * b, b * b];
            values.CopyTo(moments[(i * Moments)..]);
        }
    }

    // For each window: (covariance of the colours + smoothness) a = covariance of colour and mask, by the inverse of a symmetric 3x3 matrix.
    private static void Solve(ReadOnlySpan<float> means, Span<float> lines)
    {
        for (var i = 0; i < lines.Length / 4; i++)
        {
            var m = means.Slice(i * Moments, Moments);
            var (r, g, b, p) = (m[0], m[1], m[2], m[3]);
            var (cr, cg, cb) = (m[4] - (r * p), m[5] - (g * p), m[6] - (b * p));
            var (rr, rg, rb) = (m[7] - (r * r) + Smoothness, m[8] - (r * g), m[9] - (r * b));
            var (gg, gb, bb) = (m[10] - (g * g) + Smoothness, m[11] - (g * b), m[12] - (b * b) + Smoothness);
            var (i0, i1, i2) = ((gg * bb) - (gb * gb), (gb * rb) - (rg * bb), (rg * gb) - (gg * rb));
            var determinant = (rr * i0) + (rg * i1) + (rb * i2);
            var a0 = ((i0 * cr) + (i1 * cg) + (i2 * cb)) / determinant;
            var a1 = ((i1 * cr) + (((rr * bb) - (rb * rb)) * cg) + (((rb * rg) - (rr * gb)) * cb)) / determinant;
            var a2 = ((i2 * cr) + (((rb * rg) - (rr * gb)) * cg) + (((rr * gg) - (rg * rg)) * cb)) / determinant;
            ReadOnlySpan<float> line = [a0, a1, a2, p - (a0 * r) - (a1 * g) - (a2 * b)];
            line.CopyTo(lines[(i * 4)..]);
        }
    }
}
