using OpenCvSharp;
using Ruying.Pipeline.Faces;

namespace Ruying.Pipeline.Rendering.Harmonising;

/// <summary>
/// What the harmoniser sees of a crop of any size: 12 planes of 64x64 bytes. 0-2 the frame's own RGB outside the mask, mid grey inside;
/// 3 the mask; 4-6 the warped mouth's RGB; 7-9 the wanted outer lips, inner lips and face above the jaw; 10-11 outer and inner lips
/// of the remembered mouth before the warp. One size for all crops: the network meets every face at one scale, and light and colour, which
/// are all that it corrects, need no more (measured in docs/lab-notebook.md). Not thread-safe: one for each render.
/// </summary>
public sealed class HarmoniserView : IDisposable
{
    /// <summary>Pixels of a side.</summary>
    public const int Side = 64;

    /// <summary>Planes.</summary>
    public const int Planes = 12;

    /// <summary>Bytes of a view.</summary>
    public const int Bytes = Planes * Side * Side;

    private const int Pixels = Side * Side;
    private const int Shift = 4;

    private readonly CropFrame _crop;
    private readonly Mat _inside = new();
    private readonly Mat _small = new();
    private readonly Mat _bytes = new();
    private readonly Mat _raster = new(Side, Side, MatType.CV_8UC1);

    /// <summary>Prepares for one person.</summary>
    /// <param name="crop">The crop.</param>
    /// <param name="mask">What may be replaced in it.</param>
    public HarmoniserView(CropFrame crop, MouthMask mask)
    {
        ArgumentNullException.ThrowIfNull(crop);
        ArgumentNullException.ThrowIfNull(mask);
        _crop = crop;

        // A pixel counts as inside when any of what it averages is: nothing of the frame's own mouth may show.
        using var soft = mask.Soft(crop.Side);
        using var inside = new Mat();
        Cv2.Compare(soft, new Scalar(0), inside, CmpTypes.GT);
        Cv2.Resize(inside, inside, new Size(Side, Side), 0, 0, InterpolationFlags.Area);
        Cv2.Compare(inside, new Scalar(0), _inside, CmpTypes.GT);
    }

    /// <summary>Writes a view.</summary>
    /// <param name="current">The frame's crop, RGB, <c>CV_8UC3</c>.</param>
    /// <param name="warped">The warped mouth, RGB of 0 to 255, <c>CV_32FC3</c> or <c>CV_8UC3</c>.</param>
    /// <param name="remembered">Lips and jaw of the remembered mouth, canonical, 106 numbers.</param>
    /// <param name="wanted">Lips and jaw to show, canonical, 106 numbers.</param>
    /// <param name="view">Where to write: <see cref="Bytes"/>.</param>
    public void Write(Mat current, Mat warped, ReadOnlySpan<float> remembered, ReadOnlySpan<float> wanted, Span<byte> view)
    {
        Cv2.Resize(current, _small, new Size(Side, Side), 0, 0, InterpolationFlags.Area);
        _small.SetTo(new Scalar(128, 128, 128), _inside);
        WritePlanes(_small, view);
        Copy(_inside, view[(3 * Pixels)..]);
        Cv2.Resize(warped, _small, new Size(Side, Side), 0, 0, InterpolationFlags.Area);
        _small.ConvertTo(_bytes, MatType.CV_8UC3);
        WritePlanes(_bytes, view[(4 * Pixels)..]);
        Fill(wanted, FacePoints.OuterContour, view[(7 * Pixels)..]);
        Fill(wanted, FacePoints.InnerContour, view[(8 * Pixels)..]);
        Draw(_crop.FaceOutline(wanted[(FacePoints.LipCount * 2)..]).Select(p => At(p.X, p.Y)), view[(9 * Pixels)..]);
        Fill(remembered, FacePoints.OuterContour, view[(10 * Pixels)..]);
        Fill(remembered, FacePoints.InnerContour, view[(11 * Pixels)..]);
    }

    /// <summary>The numbers that the network takes: bytes to -0.5 to 0.5.</summary>
    public static void Scale(ReadOnlySpan<byte> view, Span<float> input)
    {
        System.Numerics.Tensors.TensorPrimitives.ConvertChecked(view, input);
        System.Numerics.Tensors.TensorPrimitives.Multiply(input, 1 / 255f, input);
        System.Numerics.Tensors.TensorPrimitives.Subtract(input, 0.5f, input);
    }

    /// <summary>Splits an RGB picture of 64x64 into planes.</summary>
    /// <param name="picture">RGB, <c>CV_8UC3</c>.</param>
    /// <param name="planes">Three planes.</param>
    public static void WritePlanes(Mat picture, Span<byte> planes)
    {
        ArgumentNullException.ThrowIfNull(picture);
        picture.GetArray(out Vec3b[] pixels);
        for (var i = 0; i < Pixels; i++)
        {
            (planes[i], planes[Pixels + i], planes[(2 * Pixels) + i]) = (pixels[i].Item0, pixels[i].Item1, pixels[i].Item2);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inside.Dispose();
        _small.Dispose();
        _bytes.Dispose();
        _raster.Dispose();
    }

    private static void Copy(Mat plane, Span<byte> to)
    {
        plane.GetArray(out byte[] values);
        values.CopyTo(to);
    }

    private void Fill(ReadOnlySpan<float> shape, IReadOnlyList<int> contour, Span<byte> plane)
    {
        var points = _crop.Map(shape);
        Draw(contour.Select(k => At(points[k * 2], points[(k * 2) + 1])), plane);
    }

    private Point At(double x, double y)
    {
        const double one = 1 << Shift;
        var scale = (double)Side / _crop.Side;
        return new Point(Math.Round(((x + 0.5) * scale - 0.5) * one), Math.Round(((y + 0.5) * scale - 0.5) * one));
    }

    private void Draw(IEnumerable<Point> polygon, Span<byte> plane)
    {
        _raster.SetTo(Scalar.Black);
        Cv2.FillPoly(_raster, [polygon], Scalar.White, LineTypes.AntiAlias, Shift);
        Copy(_raster, plane);
    }
}
