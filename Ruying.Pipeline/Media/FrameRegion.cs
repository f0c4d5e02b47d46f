using OpenCvSharp;

namespace Ruying.Pipeline.Media;

/// <summary>A part of a frame, with even edges so that it holds whole chroma samples.</summary>
/// <param name="X">Left edge, even.</param>
/// <param name="Y">Upper edge, even.</param>
/// <param name="Width">Even.</param>
/// <param name="Height">Even.</param>
public readonly record struct FrameRegion(int X, int Y, int Width, int Height)
{
    /// <summary>The smallest even region around points, cut to the frame; empty (width 0) when outside.</summary>
    /// <param name="points">In pixels of the frame.</param>
    /// <param name="margin">Pixels to add on each side.</param>
    /// <param name="frameWidth">Of the frame.</param>
    /// <param name="frameHeight">Of the frame.</param>
    public static FrameRegion Around(ReadOnlySpan<(double X, double Y)> points, double margin, int frameWidth, int frameHeight)
    {
        double left = double.MaxValue, top = double.MaxValue, right = double.MinValue, bottom = double.MinValue;
        foreach (var (x, y) in points)
        {
            (left, right) = (Math.Min(left, x - margin), Math.Max(right, x + margin));
            (top, bottom) = (Math.Min(top, y - margin), Math.Max(bottom, y + margin));
        }

        var x0 = Math.Clamp((int)Math.Floor(left) & ~1, 0, frameWidth);
        var y0 = Math.Clamp((int)Math.Floor(top) & ~1, 0, frameHeight);
        var x1 = Math.Clamp(((int)Math.Ceiling(right) + 1) & ~1, 0, frameWidth);
        var y1 = Math.Clamp(((int)Math.Ceiling(bottom) + 1) & ~1, 0, frameHeight);
        return x1 <= x0 || y1 <= y0 ? default : new FrameRegion(x0, y0, x1 - x0, y1 - y0);
    }

    /// <summary>The region's pixels as RGB, <c>CV_8UC3</c>.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="rgb">Where to write; made to fit.</param>
    public void ToRgb(VideoFrame frame, Mat rgb)
    {
        using var part = new VideoFrame(Width, Height);
        CopyPlane(frame.Y, frame.Width, X, Y, part.Y, Width, Height);
        CopyPlane(frame.U, frame.Width / 2, X / 2, Y / 2, part.U, Width / 2, Height / 2);
        CopyPlane(frame.V, frame.Width / 2, X / 2, Y / 2, part.V, Width / 2, Height / 2);
        FrameImage.ToRgb(part, rgb);
    }

    private static void CopyPlane(ReadOnlySpan<byte> source, int stride, int x, int y, Span<byte> target, int width, int height)
    {
        for (var row = 0; row < height; row++)
        {
            source.Slice(((y + row) * stride) + x, width).CopyTo(target[(row * width)..]);
        }
    }
}
