namespace Ruying.Pipeline.Evaluation;

/// <summary>How a mouth moved over the tested frames.</summary>
/// <param name="Title">For people.</param>
/// <param name="Shapes">Lips and jaw of each frame, canonical.</param>
/// <param name="Seen">Frames that count.</param>
internal sealed record EvaluationCurve(string Title, IReadOnlyList<float[]> Shapes, bool[] Seen);
