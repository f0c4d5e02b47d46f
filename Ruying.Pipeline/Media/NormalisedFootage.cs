using Ruying.Pipeline.Avatars;

namespace Ruying.Pipeline.Media;

/// <summary>Footage on the inner clock: 25 fps, upright, square pixels, 8 bit; with its sound, of the same origin and length.</summary>
/// <param name="VideoPath">MP4, H.264 without B-frames, closed GOPs of 12 frames, no sound.</param>
/// <param name="AudioPath16k">WAV, mono, 16 kHz, exactly 640 samples a frame; null when the footage has no sound.</param>
/// <param name="AudioPath48k">WAV, mono, 48 kHz, exactly 1920 samples a frame; null when the footage has no sound.</param>
/// <param name="Width">Pixels, even, at most 1920.</param>
/// <param name="Height">Pixels, even, at most 1920.</param>
/// <param name="Frames">Frames of the video.</param>
/// <param name="Seconds"><paramref name="Frames"/> / 25.</param>
/// <param name="Findings">Warnings: <c>audio.none</c>, <c>audio.silent</c>.</param>
public sealed record NormalisedFootage(
    string VideoPath,
    string? AudioPath16k,
    string? AudioPath48k,
    int Width,
    int Height,
    int Frames,
    double Seconds,
    IReadOnlyList<Finding> Findings)
{
    /// <summary>First frames of the second clip and those after it, where several were joined; empty of one.</summary>
    public IReadOnlyList<int> Joins { get; init; } = [];
}
