namespace Ruying.Pipeline.Speech.Alignment;

/// <summary>How one reading of some words lies on another.</summary>
/// <param name="At">From seconds since the first row's start in one to seconds in the other; rises and never leaves it.</param>
/// <param name="End">Where the first reading ends in the other, seconds.</param>
/// <param name="Cost">Mean distance of the rows that were laid on each other; the same words in two voices come to 0.97 to 1.20 (GRID, LibriVox), other words to 1.4 and more.</param>
public sealed record SpeechMap(Func<double, double> At, double End, double Cost);
