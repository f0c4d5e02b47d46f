using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>
/// Splits a clip where the tracked face may have become another one (at cuts, and where it was away) and says who is who in the parts.
/// </summary>
internal sealed class PersonParts
{
    // A shorter part shows too few expressions to say who it is.
    private const int ShortestFrames = Clock.FramesPerSecond, LongestAbsence = 5;

    private PersonParts(IReadOnlyList<(int First, int Count, int Person)> parts, double largest)
    {
        Parts = parts;
        LargestDistance = largest;
    }

    /// <summary>Parts that show the face, in order; each person's number from 0.</summary>
    public IReadOnlyList<(int First, int Count, int Person)> Parts { get; }

    /// <summary>The largest distance between a part and the first person; 0 for one part.</summary>
    public double LargestDistance { get; }

    /// <summary>First frames at which another person than before appears.</summary>
    public IEnumerable<int> Changes => Parts.Skip(1).Zip(Parts, (now, before) => (now, before)).Where(p => p.now.Person != p.before.Person).Select(p => p.now.First);

    /// <summary>The longest run of parts of one person: first frame and one past its last.</summary>
    public (int First, int End) Longest
    {
        get
        {
            var best = (First: 0, End: 0);
            var start = 0;
            for (var i = 0; i < Parts.Count; i++)
            {
                start = i > 0 && Parts[i].Person == Parts[i - 1].Person ? start : i;
                var run = (Parts[start].First, End: Parts[i].First + Parts[i].Count);
                best = run.End - run.First > best.End - best.First ? run : best;
            }

            return best;
        }
    }

    /// <summary>Splits and compares.</summary>
    /// <param name="tracked">The tracker's result.</param>
    /// <param name="measures">Of the same clip.</param>
    /// <param name="present">Frames with the face.</param>
    /// <param name="covered">Frames whose mouth is covered: they say nothing about who it is.</param>
    public static PersonParts From(TrackResult tracked, FrameMeasures measures, bool[] present, bool[] covered)
    {
        var together = present.ToArray();
        FrameRuns.CloseGaps(together, LongestAbsence);
        var cuts = tracked.Cuts.ToHashSet();
        var parts = new List<(int First, int Count, int Person)>();
        var people = new List<PersonPortrait>();
        var shown = present.Select((p, i) => p && !covered[i]).ToArray();
        double largest = 0;
        foreach (var (first, count) in FrameRuns.Of(together).SelectMany(run => Split(run, cuts)))
        {
            var person = parts.Count == 0 ? 0 : parts[^1].Person;
            if (count >= ShortestFrames && PersonPortrait.Of(tracked, measures, shown, first, count) is { } portrait)
            {
                var nearest = people.Select((p, i) => (Distance: p.Distance(portrait), Index: i)).DefaultIfEmpty((double.MaxValue, 0)).MinBy(p => p.Item1);
                person = nearest.Item1 < PersonPortrait.OtherPerson ? nearest.Item2 : people.Count;
                largest = people.Count > 0 ? Math.Max(largest, people[0].Distance(portrait)) : 0;
                if (person == people.Count)
                {
                    people.Add(portrait);
                }
            }

            parts.Add((first, count, person));
        }

        return new PersonParts(parts, largest);
    }

    private static IEnumerable<(int First, int Count)> Split((int First, int Count) run, HashSet<int> cuts)
    {
        var start = run.First;
        for (var i = run.First + 1; i < run.First + run.Count; i++)
        {
            if (cuts.Contains(i))
            {
                yield return (start, i - start);
                start = i;
            }
        }

        yield return (start, run.First + run.Count - start);
    }
}
