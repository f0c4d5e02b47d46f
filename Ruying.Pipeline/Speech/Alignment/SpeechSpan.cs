namespace Ruying.Pipeline.Speech.Alignment;

/// <summary>A stretch of speech without a pause.</summary>
/// <param name="Start">Seconds.</param>
/// <param name="End">Seconds.</param>
public readonly record struct SpeechSpan(double Start, double End);
