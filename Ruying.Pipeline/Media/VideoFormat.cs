namespace Ruying.Pipeline.Media;

/// <summary>What a video is written as.</summary>
public enum VideoFormat
{
    /// <summary>H.264 and AAC in MP4: plays everywhere.</summary>
    Mp4,

    /// <summary>VP9 and Opus in WebM: can be transparent.</summary>
    WebM,
}
