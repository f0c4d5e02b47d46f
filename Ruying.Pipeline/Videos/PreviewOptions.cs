using Ruying.Pipeline.Media;
using Ruying.Pipeline.Rendering;

namespace Ruying.Pipeline.Videos;

/// <summary>
/// Only the beginning of a video, small. It shows the frames that the whole would begin with: the same base frames, and of scripts that are
/// over within <see cref="HeardSeconds"/> the same mouths; of longer ones, whose loudness and later mouths it does not know, nearly so.
/// </summary>
public sealed record PreviewOptions
{
    /// <summary>Bounds of <see cref="Seconds"/>.</summary>
    public const double LeastSeconds = 1, MostSeconds = 30;

    /// <summary>Bounds of <see cref="ShortSide"/>.</summary>
    public const int LeastSide = 120, MostSide = 1080;

    /// <summary>How much is rendered, in seconds, 1 to 30.</summary>
    /// <value>Default: 3.</value>
    public double Seconds { get; init; } = 3;

    /// <summary>Pixels of the picture's shorter side, 120 to 1080; a smaller picture stays as it is.</summary>
    /// <value>Default: 360.</value>
    public int ShortSide { get; init; } = 360;

    /// <summary>How much is spoken and planned, in seconds: what the first frames depend on, and to the end of the sentence.</summary>
    internal double HeardSeconds => Seconds + FrameSchedule.WindowSeconds;

    /// <summary>How many frames are rendered of a video.</summary>
    /// <param name="frames">The frames that are planned.</param>
    internal int Frames(int frames) => Math.Min(frames, Clock.FramesFor(Seconds));
}
