namespace Ruying.Pipeline.Captions;

/// <summary>What is shown at once.</summary>
/// <param name="Start">Seconds from the start of the sound.</param>
/// <param name="End">Seconds from the start of the sound; after <paramref name="Start"/>.</param>
/// <param name="Lines">One or two lines, none empty, without markup.</param>
public sealed record Caption(double Start, double End, IReadOnlyList<string> Lines);
