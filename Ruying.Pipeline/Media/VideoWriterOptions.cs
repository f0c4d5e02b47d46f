namespace Ruying.Pipeline.Media;

/// <summary>How a <see cref="VideoWriter"/> encodes.</summary>
public sealed record VideoWriterOptions
{
    /// <summary>x264's preset, <c>ultrafast</c> to <c>placebo</c>.</summary>
    /// <value>Default: <c>veryfast</c>.</value>
    public string Preset { get; init; } = "veryfast";

    /// <summary>x264's constant rate factor, 0 (lossless) to 51.</summary>
    /// <value>Default: 18.</value>
    public int Crf { get; init; } = 18;

    /// <summary>Frames of a closed GOP, all of that length; 0 leaves it to x264 (at most 250).</summary>
    /// <value>Default: 0.</value>
    public int Keyint { get; init; }

    /// <summary>Whether frames may be predicted from later ones: smaller files, slower seeking.</summary>
    /// <value>Default: true.</value>
    public bool BFrames { get; init; } = true;

    /// <summary>An ASS file to draw into the picture; null draws none.</summary>
    public string? CaptionsPath { get; init; }

    /// <summary>The first frame's place on the clock of <see cref="CaptionsPath"/>, in frames.</summary>
    public long FirstFrame { get; init; }

    /// <summary>What is written; of <see cref="VideoFormat.WebM"/>, <see cref="Preset"/>, <see cref="Crf"/> and <see cref="BFrames"/> are not looked at.</summary>
    /// <value>Default: <see cref="VideoFormat.Mp4"/>.</value>
    public VideoFormat Format { get; init; }

    /// <summary>Whether each frame comes with its opacity; only of <see cref="VideoFormat.WebM"/>.</summary>
    /// <value>Default: false.</value>
    public bool Transparent { get; init; }

    /// <summary>Folder for ffmpeg's log, one file for each video; null keeps none.</summary>
    public string? LogFolder { get; init; }
}
