namespace Ruying.Pipeline.Speech.Alignment;

/// <summary>A word of a recording whose time is known.</summary>
/// <param name="Text">As a synthesiser should read it.</param>
/// <param name="Start">Seconds.</param>
/// <param name="End">Seconds.</param>
public readonly record struct TimedWord(string Text, double Start, double End);
