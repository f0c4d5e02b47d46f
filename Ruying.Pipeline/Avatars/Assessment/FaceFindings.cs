using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>Whether there is one face, always the same, large enough, seen from the front.</summary>
internal static class FaceFindings
{
    /// <summary>Pixels between the outer eye corners under which the mouth has too little detail to be drawn: GRID at 360x288 has 66 to 80, the tiny face 16.</summary>
    private const double LeastEyeDistance = 32;

    /// <summary>Under this the result is soft, but works.</summary>
    private const double GoodEyeDistance = 60;

    private const double LeastFaceShare = 0.01, SeveralShare = 0.05, TurnedShare = 0.02;
    private const int ShortestMissing = 5, ShortestTurned = 5;

    public static IEnumerable<Finding> From(Evidence e)
    {
        if (e.PersonFrames < Math.Max(1, LeastFaceShare * e.Face.Length))
        {
            yield return new Finding(
                "face.none", FindingSeverity.Error, "No face was found in the footage.",
                "Film one person who looks into the camera, well lit, with the face at least a fifth of the picture's height.", []);
            yield break;
        }

        foreach (var finding in People(e).Concat(Size(e)).Concat(Seen(e)))
        {
            yield return finding;
        }
    }

    private static IEnumerable<Finding> People(Evidence e)
    {
        if (e.Others.Count > 0)
        {
            var often = e.Others.Count >= SeveralShare * e.Tracked.Surveys.Count;
            var chosen = e.Options.Face != FaceChoice.Only;
            var severity = chosen ? FindingSeverity.Info : often ? FindingSeverity.Error : FindingSeverity.Warning;
            var seen = new bool[e.Face.Length];
            foreach (var survey in e.Others)
            {
                Array.Fill(seen, true, survey.Frame, Math.Min(Clock.FramesPerSecond, seen.Length - survey.Frame));
            }

            yield return new Finding(
                "face.several", severity, "Another face of about the same size is in the picture.",
                chosen ? "The face you chose is followed; the others stay as they are." : "Film one person alone, or say which face to follow: the largest, the left or the right one.",
                FrameRuns.Times(seen))
            {
                Variant = chosen ? "chosen" : null,
            };
        }

        var changes = e.Parts.Changes.Select(Evidence.Seconds).ToArray();
        if (changes.Length > 0)
        {
            var (first, end) = e.Parts.Longest;
            var at = string.Join(", ", changes.Take(5).Select(c => c.ToString("F1", System.Globalization.CultureInfo.InvariantCulture)));
            var part = FormattableString.Invariant($"{Evidence.Seconds(first):F1} to {Evidence.Seconds(end):F1} s");
            yield return new Finding(
                "face.changed", e.Options.LongestPart ? FindingSeverity.Warning : FindingSeverity.Error,
                $"At {at} s another person seems to take over.",
                e.Options.LongestPart ? $"Only the longest part of one person is used: {part}." : $"Cut the footage to one person, or ask for the longest part of one person ({part}).",
                [.. changes.Select(c => new TimeSpanSeconds(c, c + 1))])
            {
                Variant = e.Options.LongestPart ? "longest" : null,
                Figures = [at, FormattableString.Invariant($"{Evidence.Seconds(first):F1}"), FormattableString.Invariant($"{Evidence.Seconds(end):F1}")],
            };
        }
    }

    private static IEnumerable<Finding> Size(Evidence e)
    {
        var distance = e.Percentile(f => f.EyeDistance, 0.5);
        if (distance < LeastEyeDistance)
        {
            yield return new Finding(
                "face.too_small", FindingSeverity.Error,
                FormattableString.Invariant($"The face is too small: {distance:F0} pixels between the outer corners of the eyes, at least {LeastEyeDistance:F0} are needed."),
                "Go nearer, zoom in, or film at a higher resolution; 100 pixels and more look best.", [])
            {
                Figures = [FormattableString.Invariant($"{distance:F0}"), FormattableString.Invariant($"{LeastEyeDistance:F0}")],
            };
        }
        else if (distance < GoodEyeDistance)
        {
            yield return new Finding(
                "face.small", FindingSeverity.Info,
                FormattableString.Invariant($"The face is small: {distance:F0} pixels between the outer corners of the eyes; it works, {GoodEyeDistance:F0} and more look sharper."),
                "Go nearer or film at a higher resolution.", [])
            {
                Figures = [FormattableString.Invariant($"{distance:F0}"), FormattableString.Invariant($"{GoodEyeDistance:F0}")],
            };
        }
    }

    private static IEnumerable<Finding> Seen(Evidence e)
    {
        var missing = e.Face.Select(f => !f).ToArray();
        FrameRuns.DropShort(missing, ShortestMissing);
        var seconds = Evidence.Seconds(missing.Count(m => m));
        if (seconds > 0)
        {
            yield return new Finding(
                "face.missing", FindingSeverity.Warning, FormattableString.Invariant($"For {seconds:F1} s no face can be seen."),
                "Stay in the picture and face the camera; these frames are kept as they are and say nothing.", FrameRuns.Times(missing))
            {
                Figures = [FormattableString.Invariant($"{seconds:F1}")],
            };
        }

        var turned = e.Turned.Count(t => t);
        if (turned > TurnedShare * e.PersonFrames && FrameRuns.Times(e.Turned, ShortestTurned) is { Count: > 0 } times)
        {
            yield return new Finding(
                "face.turned", FindingSeverity.Warning,
                FormattableString.Invariant($"For {Evidence.Seconds(turned):F1} s the head is turned by more than {Evidence.MostYaw:F0}° or tilted far up or down."),
                "Look towards the camera; small movements are welcome. These frames are not learned from.", times)
            {
                Figures = [FormattableString.Invariant($"{Evidence.Seconds(turned):F1}"), FormattableString.Invariant($"{Evidence.MostYaw:F0}")],
            };
        }
    }
}
