using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>Whether the mouth can be seen, moves, and rests.</summary>
internal static class MouthFindings
{
    /// <summary>Least range of the inner-lip gap, in mouth widths: talking people show 0.14 to 0.54.</summary>
    private const double LeastRange = 0.1;

    private const double LeastSilence = 1;

    public static IEnumerable<Finding> From(Evidence e)
    {
        if (FrameRuns.Times(e.Covered) is { Count: > 0 } covered)
        {
            yield return new Finding(
                "mouth.covered", FindingSeverity.Warning,
                FormattableString.Invariant($"For {Evidence.Seconds(e.Covered.Count(c => c)):F1} s something is in front of the mouth."),
                "Keep hands, cups and microphones below the chin; these frames are not learned from.", covered)
            {
                Figures = [FormattableString.Invariant($"{Evidence.Seconds(e.Covered.Count(c => c)):F1}")],
            };
        }

        if (e.Mouth is not { } mouth)
        {
            yield break;
        }

        if (mouth.Range < LeastRange)
        {
            yield return new Finding(
                "mouth.range_small", FindingSeverity.Warning,
                FormattableString.Invariant($"The mouth hardly opens: by {mouth.Range * 100:F0} % of its width, talking shows at least {LeastRange * 100:F0} %."),
                "Talk while you film, clearly and at your usual speed: the avatar can only show what it has seen.", [])
            {
                Figures = [FormattableString.Invariant($"{mouth.Range * 100:F0}"), FormattableString.Invariant($"{LeastRange * 100:F0}")],
            };
        }

        var longest = FrameRuns.Of(mouth.Idle).Select(r => r.Count).DefaultIfEmpty(0).Max();
        if (longest < LeastSilence * Clock.FramesPerSecond)
        {
            yield return new Finding(
                "silence.none", FindingSeverity.Info,
                FormattableString.Invariant($"There is no calm moment with a closed mouth: the longest lasts {Evidence.Seconds(longest):F2} s, at least {LeastSilence:F0} s helps."),
                "Begin and end with two or three seconds of silence, mouth closed, looking at the camera: pauses then look natural.", [])
            {
                Figures = [FormattableString.Invariant($"{Evidence.Seconds(longest):F2}"), FormattableString.Invariant($"{LeastSilence:F0}")],
            };
        }
    }
}
