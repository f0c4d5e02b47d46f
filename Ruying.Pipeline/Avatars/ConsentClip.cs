using Ruying.Pipeline.Avatars.Assessment;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;

namespace Ruying.Pipeline.Avatars;

/// <summary>Compares the person of a clip in which somebody agrees with the person of the footage.</summary>
internal static class ConsentClip
{
    /// <summary>Compares.</summary>
    /// <param name="sessions">The process's networks.</param>
    /// <param name="clipPath">The user's file.</param>
    /// <param name="footage">The footage, tracked.</param>
    /// <param name="workFolder">Where stages keep what they made.</param>
    /// <param name="report">Hears a fraction.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    /// <exception cref="FootageException">The clip is no usable video, <c>consent.no_face</c>, <c>consent.several_people</c>, <c>consent.other_person</c>.</exception>
    public static async Task<ConsentMatch> CompareAsync(
        OnnxSessions sessions, string clipPath, TrackedFootage footage, string workFolder, Action<double> report, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(workFolder, "consent");
        Directory.CreateDirectory(folder);
        var clip = await Intake.NormaliseAsync(clipPath, folder, progress: null, cancellationToken).ConfigureAwait(false);
        using var tracked = await TrackedFootage.FromAsync(sessions, clip, FaceChoice.Largest, folder, report, cancellationToken).ConfigureAwait(false);
        var (theirs, people) = Portrait(tracked);
        if (theirs is null)
        {
            throw new FootageException("consent.no_face", "The consent clip shows no face long enough to compare; film the person from the front for a few seconds.");
        }

        if (people > 1)
        {
            throw new FootageException("consent.several_people", "The consent clip changes from one person to another; it must show the person of the footage only.");
        }

        // Footage without a portrait has no usable face either: that is the report's to say, and nothing is built of it.
        var match = new ConsentMatch(Portrait(footage).Portrait is { } ours ? ours.Distance(theirs) : 0, PersonPortrait.OtherPerson);
        return match.Distance < match.Limit
            ? match
            : throw new FootageException(
                "consent.other_person",
                FormattableString.Invariant($"The consent clip seems to show another person than the footage (distance {match.Distance:F2}, the limit is {match.Limit:F2}); film the same person, in similar light."));
    }

    private static (PersonPortrait? Portrait, int People) Portrait(TrackedFootage clip)
    {
        var face = clip.Measures.Frames.Select(f => f.HasFace).ToArray();
        var covered = MouthCover.Covered(MouthCover.Likeness(clip.Measures, face));
        var parts = PersonParts.From(clip.Result, clip.Measures, face, covered);
        var (first, end) = parts.Longest;
        var shown = face.Select((f, i) => f && !covered[i]).ToArray();
        return (PersonPortrait.Of(clip.Result, clip.Measures, shown, first, end - first), parts.Parts.Select(p => p.Person).Distinct().Count());
    }
}
