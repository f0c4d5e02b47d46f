namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>A small picture of one frame, for the report.</summary>
/// <param name="Frame">Which frame.</param>
/// <param name="Width">Pixels, at most 320.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Jpeg">The file's bytes.</param>
public sealed record FrameThumbnail(int Frame, int Width, int Height, byte[] Jpeg);
