using OpenCvSharp;

namespace Ruying.Pipeline.Media;

/// <summary>A visible label: white text on a dark, half transparent box, rendered once and blended into frames in place.</summary>
/// <remarks>May be used from several threads at once.</remarks>
public sealed class LabelOverlay
{
    // Drawn four times as large and averaged: even edges at any size.
    private const int Oversampling = 4;
    private const double BoxOpacity = 0.6;
    private const int White = 235;
    private const int Black = 16;

    private readonly int _width;
    private readonly int _height;
    private readonly Rect _box;
    private readonly long _frames;

    // What is kept of a sample (of 256), and what is added to it (times 256).
    private readonly ushort[] _lumaKept;
    private readonly ushort[] _lumaAdded;
    private readonly ushort[] _chromaKept;

    /// <summary>Renders the label.</summary>
    /// <param name="text">One line of printable ASCII, such as <c>AI-generated</c>.</param>
    /// <param name="width">Pixels of the frames, even.</param>
    /// <param name="height">Pixels of the frames, even.</param>
    /// <param name="seconds">How long it shows from the start; null for good.</param>
    /// <param name="corner">Where.</param>
    /// <exception cref="ArgumentException">The text is empty or has other characters.</exception>
    public LabelOverlay(string text, int width, int height, double? seconds = null, LabelCorner corner = LabelCorner.BottomRight)
    {
        if (text.Length == 0 || !text.All(c => c is >= ' ' and <= '~'))
        {
            throw new ArgumentException("A label is one line of printable ASCII.", nameof(text));
        }

        (_width, _height) = (width, height);
        _frames = seconds is { } s ? (long)Math.Ceiling(s * Clock.FramesPerSecond) : long.MaxValue;
        using var mask = Render(text, width, height, out var margin);
        var x = corner == LabelCorner.BottomLeft ? margin : Math.Max(0, width - mask.Width - margin) & ~1;
        _box = new Rect(x, Math.Max(0, height - mask.Height - margin) & ~1, mask.Width, mask.Height);
        _lumaKept = new ushort[mask.Width * mask.Height];
        _lumaAdded = new ushort[_lumaKept.Length];
        _chromaKept = new ushort[_lumaKept.Length / 4];
        Fill(mask);
    }

    /// <summary>The highest row that the label covers.</summary>
    public int Top => _box.Y;

    /// <summary>Draws the label, if its time is not over. Pixels outside its box stay as they are.</summary>
    /// <param name="frame">A frame of the size given.</param>
    /// <param name="position">The frame's place in the finished video, from 0 (its index may be another).</param>
    public void Apply(VideoFrame frame, long position)
    {
        if (frame.Width != _width || frame.Height != _height)
        {
            throw new ArgumentException($"The frame is {frame.Width}x{frame.Height}, the label is for {_width}x{_height}.", nameof(frame));
        }

        if (position >= _frames)
        {
            return;
        }

        var luma = frame.Y;
        for (var row = 0; row < _box.Height; row++)
        {
            var line = luma.Slice(((_box.Y + row) * _width) + _box.X, _box.Width);
            for (var i = 0; i < line.Length; i++)
            {
                var at = (row * _box.Width) + i;
                line[i] = (byte)(((line[i] * _lumaKept[at]) + _lumaAdded[at] + 128) >> 8);
            }
        }

        Fade(frame.U);
        Fade(frame.V);
    }

    /// <summary>Makes the label's place opaque, if its time is not over.</summary>
    /// <param name="opacity">How opaque a frame's pixels are, 0 to 255, as the luma of a frame of the size given.</param>
    /// <param name="position">As for <see cref="Apply"/>.</param>
    public void Cover(VideoFrame opacity, long position)
    {
        for (var row = 0; position < _frames && row < _box.Height; row++)
        {
            opacity.Y.Slice(((_box.Y + row) * _width) + _box.X, _box.Width).Fill(255);
        }
    }

    private void Fade(Span<byte> chroma)
    {
        var (width, stride) = (_box.Width / 2, _width / 2);
        for (var row = 0; row < _box.Height / 2; row++)
        {
            var line = chroma.Slice((((_box.Y / 2) + row) * stride) + (_box.X / 2), width);
            for (var i = 0; i < line.Length; i++)
            {
                line[i] = (byte)(128 + ((((line[i] - 128) * _chromaKept[(row * width) + i]) + 128) >> 8));
            }
        }
    }

    /// <summary>How much of each pixel of the box the text covers, 0 to 255; even sides.</summary>
    private static Mat Render(string text, int width, int height, out int margin)
    {
        const HersheyFonts font = HersheyFonts.HersheySimplex;
        var small = Math.Min(width, height);
        margin = Math.Max(2, small / 40) & ~1;
        var unit = Cv2.GetTextSize(text, font, 1, 1, out _);
        // Capitals of 3 % of the short side, but never under 11 pixels, unless the text would not fit.
        var padding = Math.Max(4, small / 60);
        var scale = Math.Max(11, small * 0.03) / unit.Height;
        scale = Math.Min(scale, Math.Max(8, width - (2 * (margin + padding))) / (double)unit.Width);
        var thickness = Math.Max(1, (int)Math.Round(scale * unit.Height / 8 * Oversampling));
        var size = Cv2.GetTextSize(text, font, scale * Oversampling, thickness, out var baseline);
        var boxWidth = Math.Min(width, (size.Width / Oversampling) + (2 * padding) + 1) & ~1;
        var boxHeight = Math.Min(height, ((size.Height + baseline) / Oversampling) + (2 * padding) + 1) & ~1;
        using var large = new Mat(boxHeight * Oversampling, boxWidth * Oversampling, MatType.CV_8UC1, Scalar.Black);
        Cv2.PutText(
            large, text, new Point(padding * Oversampling, (padding * Oversampling) + size.Height), font,
            scale * Oversampling, Scalar.White, thickness, LineTypes.AntiAlias);
        var mask = new Mat();
        Cv2.Resize(large, mask, new Size(boxWidth, boxHeight), 0, 0, InterpolationFlags.Area);
        return mask;
    }

    private void Fill(Mat mask)
    {
        var kept = new double[_lumaKept.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            var text = mask.At<byte>(i / _box.Width, i % _box.Width) / 255.0;
            kept[i] = (1 - BoxOpacity) * (1 - text);
            _lumaKept[i] = (ushort)Math.Round(256 * kept[i]);
            _lumaAdded[i] = (ushort)Math.Round(256 * ((Black * BoxOpacity * (1 - text)) + (White * text)));
        }

        for (var i = 0; i < _chromaKept.Length; i++)
        {
            var at = (i / (_box.Width / 2) * 2 * _box.Width) + (i % (_box.Width / 2) * 2);
            _chromaKept[i] = (ushort)Math.Round(64 * (kept[at] + kept[at + 1] + kept[at + _box.Width] + kept[at + _box.Width + 1]));
        }
    }
}
