namespace Ruying.Pipeline.Avatars;

/// <summary>What became of tuning an avatar to its person.</summary>
public enum StudioOutcome
{
    /// <summary>The tuned network shows the person better and is used.</summary>
    Kept,

    /// <summary>The shipped network was as good: it stays.</summary>
    NoBetter,

    /// <summary>There is too little footage to tune from: the shipped network stays.</summary>
    TooShort,
}

/// <summary>What tuning an avatar to its person brought, on frames that it did not learn from.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Harmoniser">The package's file with the person's own harmoniser; null unless <see cref="StudioOutcome.Kept"/>.</param>
/// <param name="Before">How near the mouths were to real ones; null when too short.</param>
/// <param name="After">How near they are with what was learnt, kept or not; null when too short.</param>
public sealed record StudioTuning(StudioOutcome Outcome, string? Harmoniser, MouthQuality? Before, MouthQuality? After);
