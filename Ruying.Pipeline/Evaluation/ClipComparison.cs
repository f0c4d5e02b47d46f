namespace Ruying.Pipeline.Evaluation;

/// <summary>How another clip differs from the real one; dispose it.</summary>
/// <param name="Clip">What the mesh found in the other clip.</param>
/// <param name="Motion">How its mouth moves; null where too little can be seen.</param>
/// <param name="Pixels">How its pixels differ, cut from both clips at the same place.</param>
/// <param name="Identity">Cosines of face embeddings of both clips, several a second.</param>
/// <param name="Seen">Frames that count: the mouth can be seen in both clips.</param>
/// <param name="Gaps">Closures of the other clip's lips.</param>
/// <param name="Leak">Share of frames with an open mouth; null where none counts.</param>
public sealed record ClipComparison(
    MeasuredClip Clip, MotionMeasures? Motion, PixelMeasures Pixels, IReadOnlyList<double> Identity, bool[] Seen, ClosureMeasures Gaps, double? Leak) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Pixels.Dispose();
}
