using OpenCvSharp;

namespace Ruying.Pipeline.Media;

/// <summary>Between <see cref="VideoFrame"/> and OpenCV's images.</summary>
public static class FrameImage
{
    /// <summary>The frame as 8-bit RGB, <c>CV_8UC3</c>. OpenCV's matrix is BT.601's; <see cref="FromRgb"/> is its inverse.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="rgb">Where to write; made to fit.</param>
    public static unsafe void ToRgb(VideoFrame frame, Mat rgb)
    {
        using var pin = frame.Memory.Pin();
        using var yuv = Mat.FromPixelData(frame.Height * 3 / 2, frame.Width, MatType.CV_8UC1, (IntPtr)pin.Pointer);
        Cv2.CvtColor(yuv, rgb, ColorConversionCodes.YUV2RGB_I420);
    }

    /// <summary>The luma plane as a matrix over the frame's own memory.</summary>
    /// <param name="frame">The frame; must outlive <paramref name="action"/>.</param>
    /// <param name="action">What to do with the plane, <c>CV_8UC1</c>.</param>
    public static unsafe void WithLuma(VideoFrame frame, Action<Mat> action)
    {
        using var pin = frame.Memory.Pin();
        using var luma = Mat.FromPixelData(frame.Height, frame.Width, MatType.CV_8UC1, (IntPtr)pin.Pointer);
        action(luma);
    }

    /// <summary>Writes an 8-bit RGB image, <c>CV_8UC3</c>, into a frame of the same size.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static unsafe void FromRgb(Mat rgb, VideoFrame frame)
    {
        if (rgb.Width != frame.Width || rgb.Height != frame.Height)
        {
            throw new ArgumentException("The image and the frame differ in size.", nameof(rgb));
        }

        using var pin = frame.Memory.Pin();
        using var yuv = Mat.FromPixelData(frame.Height * 3 / 2, frame.Width, MatType.CV_8UC1, (IntPtr)pin.Pointer);
        Cv2.CvtColor(rgb, yuv, ColorConversionCodes.RGB2YUV_I420);
    }
}
