using OpenCvSharp;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Pictures;

/// <summary>
/// What person and background look like around each pixel, each without the other: at an edge the filmed colour is a mixture of both,
/// and laid over something new it would carry a rim of the old (Forte and Pitié 2021, Fast Multi-Level Foreground Estimation, in one level).
/// Not thread-safe: one for each render.
/// </summary>
internal sealed class EdgeColours : IDisposable
{
    /// <summary>A colour of these is that of so many pixels of the frame, across and down.</summary>
    private const int Cell = 4;

    private const int Window = 7;
    private const double Least = 1e-3;

    private readonly Mat _luma = new();
    private readonly Mat _small = new();
    private readonly Mat _person = new();
    private readonly Mat _behind = new();

    /// <summary>The person's colours, Y, U, V, <c>CV_8UC3</c>, half the frame's size; grey where no person is near.</summary>
    public Mat Person { get; } = new();

    /// <summary>The background's colours, as <see cref="Person"/>.</summary>
    public Mat Behind { get; } = new();

    /// <summary>Looks at a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="opacity">How much of each pixel is the person's, 0 to 255.</param>
    public void Find(VideoFrame frame, ReadOnlySpan<byte> opacity)
    {
        Split(frame, opacity);
        Fields(_person, sigma: null, Person, frame);
        Fields(_behind, sigma: null, Behind, frame);
    }

    /// <summary>The filmed background, out of focus, as if the person were not there.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="opacity">How much of each pixel is the person's, 0 to 255.</param>
    /// <param name="sigma">The blur's standard deviation, pixels of the frame.</param>
    /// <param name="blurred">Where to write, of the frame's size.</param>
    public unsafe void Blur(VideoFrame frame, ReadOnlySpan<byte> opacity, double sigma, VideoFrame blurred)
    {
        Split(frame, opacity);
        using var half = new Mat();
        Fields(_behind, sigma / Cell, half, frame);
        Cv2.Split(half, out var planes);
        using var to = blurred.Memory.Pin();
        using var luma = Mat.FromPixelData(frame.Height, frame.Width, MatType.CV_8UC1, (IntPtr)to.Pointer);
        Cv2.Resize(planes[0], luma, luma.Size(), 0, 0, InterpolationFlags.Linear);
        new ReadOnlySpan<byte>(planes[1].DataPointer, blurred.U.Length).CopyTo(blurred.U);
        new ReadOnlySpan<byte>(planes[2].DataPointer, blurred.V.Length).CopyTo(blurred.V);
        foreach (var plane in planes)
        {
            plane.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var mat in new[] { _luma, _small, _person, _behind, Person, Behind })
        {
            mat.Dispose();
        }
    }

    // Small pictures of both: colours times share, and the share.
    private unsafe void Split(VideoFrame frame, ReadOnlySpan<byte> opacity)
    {
        var (half, small) = (new Size(frame.Width / 2, frame.Height / 2), new Size(Math.Max(1, frame.Width / Cell), Math.Max(1, frame.Height / Cell)));
        using var from = frame.Memory.Pin();
        fixed (byte* shares = opacity)
        {
            using var y = Mat.FromPixelData(frame.Height, frame.Width, MatType.CV_8UC1, (IntPtr)from.Pointer);
            using var u = Mat.FromPixelData(half.Height, half.Width, MatType.CV_8UC1, (IntPtr)from.Pointer + frame.Y.Length);
            using var v = Mat.FromPixelData(half.Height, half.Width, MatType.CV_8UC1, (IntPtr)from.Pointer + frame.Y.Length + frame.U.Length);
            using var share = Mat.FromPixelData(frame.Height, frame.Width, MatType.CV_8UC1, (IntPtr)shares);
            using var shareHalf = new Mat();
            using var all = new Mat();
            Cv2.Resize(y, _luma, half, 0, 0, InterpolationFlags.Area);
            Cv2.Resize(share, shareHalf, half, 0, 0, InterpolationFlags.Area);
            Cv2.Merge([_luma, u, v, shareHalf], all);
            Weigh(all, small);
        }
    }

    private unsafe void Weigh(Mat all, Size small)
    {
        _person.Create(all.Rows, all.Cols, MatType.CV_32FC4);
        _behind.Create(all.Rows, all.Cols, MatType.CV_32FC4);
        var count = all.Rows * all.Cols;
        var pixels = new ReadOnlySpan<byte>(all.DataPointer, count * 4);
        var person = new Span<float>(_person.DataPointer, count * 4);
        var behind = new Span<float>(_behind.DataPointer, count * 4);
        for (var i = 0; i < pixels.Length; i += 4)
        {
            var share = pixels[i + 3] / 255f;
            for (var c = 0; c < 3; c++)
            {
                person[i + c] = pixels[i + c] * share;
                behind[i + c] = pixels[i + c] * (1 - share);
            }

            (person[i + 3], behind[i + 3]) = (share, 1 - share);
        }

        Cv2.Resize(_person, _person, small, 0, 0, InterpolationFlags.Area);
        Cv2.Resize(_behind, _behind, small, 0, 0, InterpolationFlags.Area);
    }

    // Mean colours: sums of colours over sums of shares.
    private unsafe void Fields(Mat weighed, double? sigma, Mat colours, VideoFrame frame)
    {
        if (sigma is { } deviation)
        {
            Cv2.GaussianBlur(weighed, weighed, new Size(0, 0), deviation);
        }
        else
        {
            Cv2.Blur(weighed, weighed, new Size(Window, Window));
        }

        _small.Create(weighed.Rows, weighed.Cols, MatType.CV_8UC3);
        var sums = new ReadOnlySpan<float>(weighed.DataPointer, weighed.Rows * weighed.Cols * 4);
        var means = new Span<byte>(_small.DataPointer, weighed.Rows * weighed.Cols * 3);
        for (var i = 0; i < sums.Length / 4; i++)
        {
            var share = sums[(i * 4) + 3];
            for (var c = 0; c < 3; c++)
            {
                means[(i * 3) + c] = share < Least ? (byte)128 : (byte)Math.Clamp((sums[(i * 4) + c] / share) + 0.5f, 0, 255);
            }
        }

        Cv2.Resize(_small, colours, new Size(frame.Width / 2, frame.Height / 2), 0, 0, InterpolationFlags.Linear);
    }
}
