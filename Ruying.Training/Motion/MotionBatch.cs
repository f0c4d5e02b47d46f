namespace Ruying.Training.Motion;

/// <summary>Windows to learn from, flattened in order of their axes.</summary>
/// <param name="Features"><c>[windows, 4 * Frames, features]</c>.</param>
/// <param name="Target"><c>[windows, Frames, 90]</c>.</param>
/// <param name="Usable"><c>[windows, Frames]</c>: 1 where the target counts.</param>
/// <param name="Contact"><c>[windows, Frames]</c>: 1 where the lips should touch.</param>
internal sealed record MotionBatch(float[] Features, float[] Target, float[] Usable, float[] Contact)
{
    /// <summary>Windows in a batch.</summary>
    public const int Windows = 12;

    /// <summary>Picture frames in a window.</summary>
    public const int Frames = 72;
}
