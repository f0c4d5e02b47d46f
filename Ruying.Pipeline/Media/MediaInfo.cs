namespace Ruying.Pipeline.Media;

/// <summary>What a media file says about itself.</summary>
public sealed record MediaInfo
{
    /// <summary>The kind of file, by its first bytes.</summary>
    public required MediaContainer Container { get; init; }

    /// <summary>Length in seconds; 0 when the file does not say.</summary>
    public double Seconds { get; init; }

    /// <summary>The picture; null when there is none (cover art does not count).</summary>
    public VideoStreamInfo? Video { get; init; }

    /// <summary>The sound; null when there is none that can be decoded.</summary>
    public AudioStreamInfo? Audio { get; init; }
}
