namespace Ruying.Pipeline.Captions;

/// <summary>Sets units in one line or two, and knows how wide they are.</summary>
/// <param name="units">All units of a script.</param>
/// <param name="columns">The widest line.</param>
internal sealed class LineSplitter(IReadOnlyList<CaptionUnit> units, int columns)
{
    private readonly int[] _widths = Widths(units);

    /// <summary>The widest line.</summary>
    public int Columns => columns;

    /// <summary>Columns of the units from <paramref name="from"/> up to <paramref name="to"/> in one line.</summary>
    public int Width(int from, int to) => _widths[to] - _widths[from] - (units[from].SpaceBefore ? 1 : 0);

    /// <summary>The first unit of the second line; <paramref name="to"/> for one line, -1 where two are too few.</summary>
    public int Split(int from, int to)
    {
        if (Width(from, to) <= columns)
        {
            return to;
        }

        var (best, least) = (-1, double.MaxValue);
        for (var at = from + 1; at < to && Width(from, at) <= columns; at++)
        {
            var (first, second) = (Width(from, at), Width(at, to));
            if (second > columns)
            {
                continue;
            }

            // Even lines, but sooner at punctuation; of two equal ones the longer below, as subtitlers do.
            var cost = (10.0 * Math.Abs(first - second) / columns) + (first > second ? 0.5 : 0) + units[at - 1].After switch
            {
                BreakQuality.Paragraph or BreakQuality.Sentence => 0,
                BreakQuality.Clause => 1,
                BreakQuality.Word => 4,
                BreakQuality.Letter => 5,
                _ => 15,
            };
            if (cost < least)
            {
                (best, least) = (at, cost);
            }
        }

        return best;
    }

    /// <summary>The lines of the units from <paramref name="from"/> up to <paramref name="to"/>.</summary>
    public IReadOnlyList<string> Lines(int from, int to)
    {
        var at = Split(from, to);
        return at == to ? [Text(from, to)] : [Text(from, at), Text(at, to)];
    }

    private string Text(int from, int to) =>
        string.Concat(Enumerable.Range(from, to - from).Select(i => i > from && units[i].SpaceBefore ? " " + units[i].Text : units[i].Text));

    private static int[] Widths(IReadOnlyList<CaptionUnit> units)
    {
        var widths = new int[units.Count + 1];
        for (var i = 0; i < units.Count; i++)
        {
            widths[i + 1] = widths[i] + TextColumns.Of(units[i].Text) + (units[i].SpaceBefore ? 1 : 0);
        }

        return widths;
    }
}
