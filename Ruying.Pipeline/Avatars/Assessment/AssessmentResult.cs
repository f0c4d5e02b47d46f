namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>What was found out about footage.</summary>
/// <param name="Report">For people.</param>
/// <param name="Usable">Of each frame: the face is there, free, not turned too far, and the person's whom the avatar is of.</param>
/// <param name="Idle">Of each frame: nobody speaks and the closed mouth rests.</param>
/// <param name="PersonSpan">The longest part that shows one person; null without a face.</param>
/// <param name="Timeline">What the report's page draws.</param>
public sealed record AssessmentResult(
    FootageReport Report, bool[] Usable, bool[] Idle, TimeSpanSeconds? PersonSpan, AssessmentTimeline Timeline);
