using System.Diagnostics;
using OpenCvSharp;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Videos.Segments;

/// <summary>A small picture of the frame rendered last, for people who watch: every other second at most, whole whenever it is read.</summary>
/// <param name="folder">The video's work folder.</param>
public sealed class LatestFrame(string folder) : IDisposable
{
    /// <summary>The picture's name in the video's work folder, a JPEG.</summary>
    public const string FileName = "latest.jpg";

    private const int Longest = 360;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly string _partial = Path.Combine(folder, $".latest-{Guid.NewGuid():N}.jpg");
    private readonly Mat _rgb = new(), _small = new();
    private long? _shown;

    /// <summary>Shows a frame, if the last is old enough.</summary>
    public void Show(VideoFrame frame)
    {
        if (_shown is { } then && Stopwatch.GetElapsedTime(then) < Interval)
        {
            return;
        }

        _shown = Stopwatch.GetTimestamp();
        FrameImage.ToRgb(frame, _rgb);
        var scale = Math.Min(1, (double)Longest / Math.Max(_rgb.Width, _rgb.Height));
        Cv2.Resize(_rgb, _small, new Size(0, 0), scale, scale, InterpolationFlags.Area);
        Cv2.CvtColor(_small, _small, ColorConversionCodes.RGB2BGR);
        Cv2.ImEncode(".jpg", _small, out var jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, 80));
        try
        {
            File.WriteAllBytes(_partial, jpeg);
            File.Move(_partial, Path.Combine(folder, FileName), overwrite: true);
        }
        catch (IOException)
        {
            // Nobody's video fails for this.
            File.Delete(_partial);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rgb.Dispose();
        _small.Dispose();
    }
}
