using FFMpegCore;

namespace Ruying.Pipeline.Media;

/// <summary>FFMpegCore keeps its options for the whole process; the limits are among them.</summary>
internal sealed class LimitedOptions : FFOptions
{
    /// <summary>What a run may take.</summary>
    public FfmpegLimits Limits { get; init; } = new();

    /// <summary>What was set, or the defaults.</summary>
    public static FfmpegLimits Current => (GlobalFFOptions.Current as LimitedOptions ?? new LimitedOptions()).Limits;
}
