namespace Ruying.Pipeline.Media;

/// <summary>A part of a video, counted in frames.</summary>
/// <param name="First">Its first frame, from 0.</param>
/// <param name="Count">How many frames, 1 or more.</param>
public readonly record struct VideoRange(int First, int Count);
