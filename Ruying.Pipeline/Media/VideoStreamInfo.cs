namespace Ruying.Pipeline.Media;

/// <summary>The picture of a media file.</summary>
public sealed record VideoStreamInfo
{
    /// <summary>Which stream of the file.</summary>
    public required int Index { get; init; }

    /// <summary>ffmpeg's name of the codec, such as <c>h264</c>.</summary>
    public required string Codec { get; init; }

    /// <summary>ffmpeg's name of the pixel format, such as <c>yuv420p</c>.</summary>
    public required string PixelFormat { get; init; }

    /// <summary>Pixels as stored, before rotation.</summary>
    public required int CodedWidth { get; init; }

    /// <summary>Pixels as stored, before rotation.</summary>
    public required int CodedHeight { get; init; }

    /// <summary>Square pixels as displayed: rotated, and stretched by the sample aspect ratio.</summary>
    public required int Width { get; init; }

    /// <summary>Square pixels as displayed: rotated, and stretched by the sample aspect ratio.</summary>
    public required int Height { get; init; }

    /// <summary>Average frames a second; 0 when unknown.</summary>
    public double FrameRate { get; init; }

    /// <summary>Frames, where the container counts them; else 0.</summary>
    public int Frames { get; init; }

    /// <summary>Clockwise turn to display the picture upright: 0, 90, 180 or 270 degrees.</summary>
    public int Rotation { get; init; }

    /// <summary>Seconds by which the picture starts after the file does.</summary>
    public double Offset { get; init; }

    /// <summary>ffmpeg's name of the transfer function (<c>bt709</c>, <c>arib-std-b67</c>, <c>smpte2084</c> …); empty when unknown.</summary>
    public string Transfer { get; init; } = "";

    /// <summary>ffmpeg's name of the primaries; empty when unknown.</summary>
    public string Primaries { get; init; } = "";

    /// <summary>ffmpeg's name of the YUV matrix; empty when unknown.</summary>
    public string Matrix { get; init; } = "";

    /// <summary>Whether levels go from 0 to 255, not from 16 to 235.</summary>
    public bool FullRange { get; init; }

    /// <summary>Whether the frames are known to be whole pictures, not pairs of fields.</summary>
    public bool Progressive { get; init; }

    /// <summary>High dynamic range: HLG or PQ.</summary>
    public bool Hdr => Transfer is "arib-std-b67" or "smpte2084";
}
