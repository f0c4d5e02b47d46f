using Ruying.Pipeline.Speech;

namespace Ruying.Pipeline.Captions;

/// <summary>
/// Makes captions of a script and the times of its words: two lines at most, 1 to 7 seconds where the words' times allow, ended where
/// sentences and clauses end. The cheapest division of the whole script is found by dynamic programming.
/// </summary>
public static class CaptionSplitter
{
    /// <summary>The widest line, in Latin letters; letters of East Asia count twice.</summary>
    public const int Columns = 42;

    /// <summary>The least and the most time that a caption shows, in seconds.</summary>
    public const double LeastSeconds = 1, MostSeconds = 7;

    /// <summary>How long a caption stays after its last word when nothing follows, in seconds.</summary>
    private const double Linger = 0.5;

    /// <summary>A shorter pause between captions would flicker: the first stays on, up to <see cref="Gap"/>.</summary>
    private const double Flicker = 0.5;

    /// <summary>Two frames of nothing tell the eye that the text changed.</summary>
    private const double Gap = 0.08;

    /// <summary>A pause in the middle of a caption that is longer than this parts what is said.</summary>
    private const double Pause = 0.8;

    /// <summary>Divides a script.</summary>
    /// <param name="script">The script; the words' offsets count in its text.</param>
    /// <param name="words">Its words and their times, in order.</param>
    /// <param name="seconds">Length of the sound; no caption outlasts it unless its words do.</param>
    /// <param name="columns">The widest line, 10 or more.</param>
    /// <returns>Captions in order, without overlaps.</returns>
    /// <exception cref="ScriptException"><c>captions.no_words</c>: the times of the words are not known.</exception>
    public static IReadOnlyList<Caption> Split(Script script, IReadOnlyList<WordTiming> words, double seconds, int columns = Columns)
    {
        ArgumentNullException.ThrowIfNull(script);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 10);
        if (words.Count == 0)
        {
            throw NoWords();
        }

        var units = CaptionUnits.From(script, words, columns);
        var lines = new LineSplitter(units, columns);
        return Timed(units, lines, Ends(units, lines), seconds);
    }

    /// <summary>What is said where captions are asked for and no words are known.</summary>
    public static ScriptException NoWords() => new(
        "captions.no_words", "Captions need the words and their times, which a recording alone does not tell: give the words of the recording too, or leave the captions out.");

    // Where captions end: the cheapest way through all units.
    private static List<int> Ends(List<CaptionUnit> units, LineSplitter lines)
    {
        var costs = new double[units.Count + 1];
        var starts = new int[units.Count + 1];
        for (var to = 1; to <= units.Count; to++)
        {
            costs[to] = double.MaxValue;
            var inner = 0.0;
            for (var from = to - 1; from >= 0 && lines.Width(from, to) <= 2 * lines.Columns; from--)
            {
                if (from + 1 < to)
                {
                    inner += Inner(units[from], units[from + 1]);
                }

                if (from + 1 < to && (lines.Split(from, to) < 0 || units[to - 1].End - units[from].Start > MostSeconds))
                {
                    continue;
                }

                var cost = costs[from] + inner + Cost(units, lines, from, to);
                if (cost < costs[to])
                {
                    (costs[to], starts[to]) = (cost, from);
                }
            }
        }

        var ends = new List<int>();
        for (var end = units.Count; end > 0; end = starts[end])
        {
            ends.Add(end);
        }

        ends.Reverse();
        return ends;
    }

    // Weights by eye on scripts in English, Chinese and Arabic; only their order matters much.
    private static double Cost(List<CaptionUnit> units, LineSplitter lines, int from, int to)
    {
        var fill = lines.Width(from, to) / (2.0 * lines.Columns);
        var shown = to < units.Count ? units[to].Start - units[from].Start : MostSeconds;
        var quality = units[to - 1].After switch
        {
            BreakQuality.Paragraph or BreakQuality.Sentence => 0,
            BreakQuality.Clause => 3,
            BreakQuality.Word => 12,
            BreakQuality.Letter => 13,
            _ => 40,
        };
        return 4 + (3 * fill * fill) + quality + (shown < LeastSeconds ? 10 + (40 * (LeastSeconds - shown)) : 0);
    }

    private static double Inner(CaptionUnit before, CaptionUnit after) =>
        before.After switch { BreakQuality.Paragraph => 30, BreakQuality.Sentence => 6, _ => 0 }
        + (10 * Math.Max(0, after.Start - before.End - Pause));

    private static List<Caption> Timed(List<CaptionUnit> units, LineSplitter lines, List<int> ends, double seconds)
    {
        var captions = new List<Caption>(ends.Count);
        var from = 0;
        var free = 0.0;
        foreach (var to in ends)
        {
            var start = Math.Max(units[from].Start, free);
            var heard = Math.Max(units[to - 1].End, start);
            var next = to < units.Count ? Math.Max(units[to].Start, heard) : Math.Max(seconds, heard);
            var end = Math.Max(heard + Linger, start + LeastSeconds);
            if (to < units.Count && next - end < Flicker)
            {
                end = Math.Max(Math.Max(heard, start + LeastSeconds), next - Gap);
            }

            end = Math.Min(Math.Min(end, start + MostSeconds), next);

            // Words without a length of their own still need a moment: a frame.
            free = Math.Max(end, start + (1.0 / Media.Clock.FramesPerSecond));
            captions.Add(new Caption(start, free, lines.Lines(from, to)));
            from = to;
        }

        return captions;
    }
}
