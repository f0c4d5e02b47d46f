namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>Chooses the pictures that show a finding.</summary>
internal static class FindingFrames
{
    private const int Most = 3;

    /// <summary>
    /// The pictures nearest to the middle of each time, where one lies within it; what holds for the whole clip and can be seen is shown by its middle.
    /// </summary>
    /// <param name="finding">What is to be shown.</param>
    /// <param name="pictures">All that there are, by frame.</param>
    /// <returns>Frames, at most three.</returns>
    public static IReadOnlyList<int> Of(Finding finding, IReadOnlyList<FrameThumbnail> pictures)
    {
        if (finding.Code.StartsWith("audio.", StringComparison.Ordinal) || finding.Code is "footage.short" or "silence.none" || pictures.Count == 0)
        {
            return [];
        }

        if (finding.Times.Count == 0)
        {
            return [pictures[pictures.Count / 2].Frame];
        }

        var slack = finding.Code == "cut" ? 0.5 : 0.02;
        return
        [
            .. finding.Times
                .Select(t => pictures
                    .Where(p => Evidence.Seconds(p.Frame) >= t.Start - slack && Evidence.Seconds(p.Frame) <= t.End + slack)
                    .MinBy(p => Math.Abs(Evidence.Seconds(p.Frame) - ((t.Start + t.End) / 2))))
                .OfType<FrameThumbnail>().Select(p => p.Frame).Distinct().Take(Most),
        ];
    }
}
