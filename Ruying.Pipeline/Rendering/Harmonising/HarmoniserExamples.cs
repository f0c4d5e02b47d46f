using Microsoft.Win32.SafeHandles;
using OpenCvSharp;
using Ruying.Pipeline.Faces;

namespace Ruying.Pipeline.Rendering.Harmonising;

/// <summary>
/// A file of examples to learn harmonising from. Each takes 65,536 bytes: the <see cref="HarmoniserView"/>, the real mouth's RGB
/// and how much each pixel counts, all at 64x64. Examples stay on disk, so that memory does not grow with the footage.
/// </summary>
public sealed class HarmoniserExamples : IDisposable
{
    /// <summary>Bytes of an example.</summary>
    public const int Bytes = HarmoniserView.Bytes + RealBytes + Pixels;

    /// <summary>A weight byte of this value counts once.</summary>
    public const byte Once = 51;

    private const int Pixels = HarmoniserView.Side * HarmoniserView.Side;
    private const int RealBytes = 3 * Pixels;

    private readonly SafeFileHandle _file;

    private HarmoniserExamples(SafeFileHandle file, int count)
    {
        _file = file;
        Count = count;
    }

    /// <summary>How many examples.</summary>
    public int Count { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidDataException">No whole number of examples, or none.</exception>
    public static HarmoniserExamples Open(string path)
    {
        var file = File.OpenHandle(path, options: FileOptions.RandomAccess);
        var length = RandomAccess.GetLength(file);
        if (length == 0 || length % Bytes != 0)
        {
            file.Dispose();
            throw new InvalidDataException($"{path} holds no whole number of examples.");
        }

        return new HarmoniserExamples(file, (int)(length / Bytes));
    }

    /// <summary>Reads an example.</summary>
    /// <param name="index">Which.</param>
    /// <param name="example">Where to write: <see cref="Bytes"/>.</param>
    public void Read(int index, Span<byte> example)
    {
        if (RandomAccess.Read(_file, example[..Bytes], (long)index * Bytes) < Bytes)
        {
            throw new InvalidDataException("The examples are cut short.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Adds what an example says beside the view: the real mouth and the weights.</summary>
    /// <param name="real">The real crop, RGB, <c>CV_8UC3</c>.</param>
    /// <param name="weights">How much of each pixel is replaced, <c>CV_32FC1</c>.</param>
    /// <param name="crop">The crop.</param>
    /// <param name="shape">The real lips and jaw, canonical.</param>
    /// <param name="example">The example; its view is not touched.</param>
    public static void WriteAnswer(Mat real, Mat weights, CropFrame crop, ReadOnlySpan<float> shape, Span<byte> example)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(crop);
        const int LipsCount = 4;
        var size = new Size(HarmoniserView.Side, HarmoniserView.Side);
        using var small = new Mat();
        Cv2.Resize(real, small, size, 0, 0, InterpolationFlags.Area);
        HarmoniserView.WritePlanes(small, example[HarmoniserView.Bytes..]);

        using var scale = new Mat(crop.Side, crop.Side, MatType.CV_32FC1, new Scalar(Once));
        var points = crop.Map(shape);
        var contour = FacePoints.OuterContour.Select(k => new Point(Math.Round(points[k * 2]), Math.Round(points[(k * 2) + 1]))).ToArray();
        Cv2.FillPoly(scale, [contour], new Scalar(Once * LipsCount));
        Cv2.GaussianBlur(scale, scale, new Size(0, 0), crop.Side / 64.0);
        Cv2.Multiply(scale, weights, scale);
        Cv2.Resize(scale, scale, size, 0, 0, InterpolationFlags.Area);
        scale.ConvertTo(small, MatType.CV_8UC1);
        small.GetArray(out byte[] values);
        values.CopyTo(example[(HarmoniserView.Bytes + RealBytes)..]);
    }
}
