using OpenCvSharp;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Pictures;

/// <summary>Cuts and scales frames, plane by plane.</summary>
internal static class FrameScaler
{
    /// <summary>A part of a frame at another size.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="framing">Which part, and how large.</param>
    /// <param name="luma">Whether only the luma is wanted; the other planes are then not set.</param>
    public static VideoFrame Scale(VideoFrame frame, Framing framing, bool luma = false)
    {
        var scaled = new VideoFrame(framing.Width, framing.Height, frame.Index);
        Plane(frame, 0, 1, framing, scaled);
        if (!luma)
        {
            Plane(frame, frame.Width * frame.Height, 2, framing, scaled);
            Plane(frame, frame.Width * frame.Height * 5 / 4, 2, framing, scaled);
        }

        return scaled;
    }

    private static unsafe void Plane(VideoFrame frame, int start, int divisor, Framing framing, VideoFrame scaled)
    {
        var (width, height) = (framing.Width / divisor, framing.Height / divisor);
        var end = start == 0 ? 0 : scaled.Width * scaled.Height * (start == frame.Width * frame.Height ? 4 : 5) / 4;
        using var from = frame.Memory.Pin();
        using var to = scaled.Memory.Pin();
        using var plane = Mat.FromPixelData(frame.Height / divisor, frame.Width / divisor, MatType.CV_8UC1, (IntPtr)from.Pointer + start);
        using var part = plane[new Rect(framing.Crop.X / divisor, framing.Crop.Y / divisor, framing.Crop.Width / divisor, framing.Crop.Height / divisor)];
        using var target = Mat.FromPixelData(height, width, MatType.CV_8UC1, (IntPtr)to.Pointer + end);
        Cv2.Resize(part, target, new Size(width, height), 0, 0, framing.Width < framing.Crop.Width ? InterpolationFlags.Area : InterpolationFlags.Cubic);
    }
}
