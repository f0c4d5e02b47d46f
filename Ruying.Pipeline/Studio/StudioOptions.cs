using System.ComponentModel.DataAnnotations;

namespace Ruying.Pipeline.Studio;

/// <summary>How an avatar is tuned to its person.</summary>
public sealed record StudioOptions
{
    /// <summary>Longest time to learn, examples and measuring not counted. The learning rate falls with the time that is used up, so that less time is a shorter course and not a broken one.</summary>
    /// <value>Default: 8 minutes.</value>
    public TimeSpan LongestTime { get; init; } = TimeSpan.FromMinutes(8);

    /// <summary>Most steps of 16 examples.</summary>
    /// <value>Default: 4000; more gained nothing on 3 minutes of footage (docs/lab-notebook.md).</value>
    [Range(1, 100_000)]
    public int Steps { get; init; } = 4000;
}
