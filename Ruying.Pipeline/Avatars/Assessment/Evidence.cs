using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>Everything the findings are drawn from, worked out once.</summary>
internal sealed record Evidence(
    NormalisedFootage Footage,
    TrackResult Tracked,
    FrameMeasures Measures,
    SoundMeasures? Sound,
    AvatarOptions Options,
    bool[] Face,
    bool[] Person,
    bool[] Covered,
    bool[] Turned,
    bool[] Usable,
    PersonParts Parts,
    MouthSeries? Mouth,
    SoundOffset? Offset)
{
    /// <summary>Degrees of yaw over which the far side of the mouth is hidden.</summary>
    public const float MostYaw = 30;

    /// <summary>Degrees of pitch away from the clip's median over which the mouth is foreshortened.</summary>
    public const float MostPitch = 25;

    /// <summary>Another face of this share of the tracked one's size is as prominent.</summary>
    public const float OtherSize = 0.5f;

    private const int JoinMargin = 2;

    // The detector's surest; posters and shadows score less.
    private const float OtherScore = 0.75f;

    /// <summary>Surveys that show another prominent face.</summary>
    public IReadOnlyList<FaceSurvey> Others { get; } =
        [.. Tracked.Surveys.Where(s => s.Tracked > 0 && s.Faces.Count(f => f.Score > OtherScore && f.Size >= OtherSize * s.Tracked) > 1)];

    /// <summary>Frames of the person.</summary>
    public int PersonFrames { get; } = Person.Count(p => p);

    public static Evidence From(
        NormalisedFootage footage, TrackResult tracked, FrameMeasures measures, SoundMeasures? sound, double[]? heard, AvatarOptions options)
    {
        var frames = measures.Frames;
        var face = frames.Select(f => f.HasFace).ToArray();
        var parts = PersonParts.From(tracked, measures, face, MouthCover.Covered(MouthCover.Likeness(measures, face)));
        var (first, end) = parts.Longest;
        var person = face.Select((f, i) => f && i >= first && i < end).ToArray();

        // The usual mouth is the person's own: another's may not count.
        var covered = MouthCover.Covered(MouthCover.Likeness(measures, person));
        for (var i = 0; i < covered.Length; i++)
        {
            covered[i] &= face[i];
        }

        var pitch = Smoothing.Median([.. frames.Where((_, i) => person[i]).Select(f => f.Pitch)]);
        var turned = frames.Select((f, i) => person[i] && !covered[i] && (Math.Abs(f.Yaw) > MostYaw || Math.Abs(f.Pitch - pitch) > MostPitch)).ToArray();
        var usable = person.Select((p, i) => p && !covered[i] && !turned[i]).ToArray();
        foreach (var join in footage.Joins)
        {
            // Points are smoothed over time: those beside a join are of both clips.
            Array.Fill(usable, false, Math.Max(0, join - JoinMargin), Math.Min(2 * JoinMargin, usable.Length - Math.Max(0, join - JoinMargin)));
        }

        var mouth = usable.Contains(true) ? MouthSeries.From(tracked.Track, usable, sound) : null;
        var offset = mouth is null || heard is null || sound is null || sound.Silent ? null : SoundOffset.Measure(mouth.Aperture, heard, usable);
        return new Evidence(footage, tracked, measures, sound, options, face, person, covered, turned, usable, parts, mouth, offset);
    }

    /// <summary>A share of one figure over the person's frames.</summary>
    public double Percentile(Func<FrameMeasure, float> figure, double share) =>
        Smoothing.Percentile(Measures.Frames.Where((_, i) => Person[i]).Select(f => (double)figure(f)), share);

    /// <summary>Seconds of a frame's start.</summary>
    public static double Seconds(int frame) => (double)frame / Clock.FramesPerSecond;
}
