namespace Ruying.Pipeline;

/// <summary>How far one stage of a job has come.</summary>
/// <param name="Stage">The stage's name in lower case: <c>intake</c>, <c>track</c>, <c>assess</c>, <c>learn</c>, <c>tune</c>,
/// <c>speak</c>, <c>move</c>, <c>plan</c>, <c>render</c>, <c>assemble</c>, <c>download</c> or <c>check</c>.</param>
/// <param name="Fraction">0 to 1 within this stage; 1 exactly once, when it is complete.</param>
/// <param name="Frames">How many frames this stage works through; null where it does not go by frames.</param>
public readonly record struct StageProgress(string Stage, double Fraction, int? Frames = null);
