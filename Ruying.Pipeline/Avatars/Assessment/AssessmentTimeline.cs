namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>The clip at a glance, one entry a frame.</summary>
/// <param name="Face">The face is there.</param>
/// <param name="Covered">Something lies before the mouth.</param>
/// <param name="Speech">Somebody speaks.</param>
/// <param name="Aperture">How far the mouth is open, in its widths; not a number where the mouth cannot be judged, empty without a face.</param>
public sealed record AssessmentTimeline(bool[] Face, bool[] Covered, bool[] Speech, double[] Aperture);
