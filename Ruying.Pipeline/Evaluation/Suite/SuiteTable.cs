using System.Globalization;
using System.Text;
using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Evaluation.Suite;

/// <summary>A suite's results as one page of Markdown.</summary>
public static class SuiteTable
{
    private static readonly (string Title, Func<SuiteRow, string> Cell)[] Summary =
    [
        ("seen by a shipped weight", r => r.Clip.Seen),
        ("mask PSNR, true geometry", r => Cell(r, "psnr_mask_true")),
        ("sharpness", r => Cell(r, "sharpness_true")),
        ("seam, gradient / colour", r => Cells(r, "seam", "seam_colour")),
        ("aperture r: model alone / fitted / rendered", r => Cells(r, "aperture_r_base", "aperture_r_geometry", "aperture_r")),
        ("width r", r => Cell(r, "width_r")),
        ("amplitude", r => Cell(r, "amplitude")),
        ("AV offset", r => Cell(r, "av_offset_frames")),
        ("LMD / neutral mouth", r => Cells(r, "lmd", "lmd_neutral")),
        ("p, b, m closed / real", r => Cells(r, "closure_share", "closure_share_real")),
        ("p, b, m closed, synthesised speech: geometry / rendered", r => Cells(r, "closure_share_speech_geometry", "closure_share_speech")),
        ("silence leak", r => Cell(r, "silence_leak")),
        ("lead-in of speech, median / worst", r => Cells(r, "lead_in_frames_speech", "lead_in_frames_worst_speech")),
        ("jitter", r => Cell(r, "jitter")),
        ("identity, 5th percentile", r => Cell(r, "identity_p05")),
        ("frames a second", r => Cell(r, "frames_per_second")),
    ];

    /// <summary>The page.</summary>
    /// <param name="rows">One for each clip.</param>
    /// <param name="command">The command that makes it.</param>
    /// <param name="notes">Paragraphs above the table.</param>
    public static string Markdown(IReadOnlyList<SuiteRow> rows, string command, IEnumerable<string> notes)
    {
        var page = new StringBuilder();
        page.Append("# Quality\n\nMade by this command; do not edit by hand:\n\n```\n").Append(command).Append("\n```\n\n");
        page.Append("Each clip: an avatar of its first 70 %, driven over its last 30 %, measured again by the mesh on the encoded result. A dash means that it could not be measured.\n\n");
        foreach (var note in notes)
        {
            page.Append(note).Append("\n\n");
        }

        page.Append("## In short\n\n").Append(Line(["clip", .. Summary.Select(s => s.Title)])).Append(Rule(Summary.Length));
        foreach (var row in rows.Where(r => r.Failure is null))
        {
            page.Append(Line([row.Clip.Name, .. Summary.Select(s => s.Cell(row))]));
        }

        foreach (var row in rows.Where(r => r.Failure is not null))
        {
            page.Append($"\nNot measured: {Safe(row.Clip.Name)}: {Safe(row.Failure!)}\n");
        }

        SuiteRow[] measured = [.. rows.Where(r => r.Failure is null)];
        page.Append("\n## All measures\n\nThe last column: means; sums of counts; the median of offsets.\n");
        foreach (var (title, group) in MeasureCatalog.Groups)
        {
            Measure[] known = [.. group.Where(m => m.Key != "clip" && measured.Any(r => r.Number(m.Key) is not null))];
            if (known.Length == 0)
            {
                continue;
            }

            page.Append($"\n### {title}\n\n").Append(Line(["measure", "key", .. measured.Select(r => r.Clip.Name), "all", "best"])).Append(Rule(measured.Length + 3));
            foreach (var measure in known)
            {
                page.Append(Line([measure.Name, $"`{measure.Key}`", .. measured.Select(r => Cell(r, measure.Key)), All(measure.Key, measured), measure.Good]));
            }
        }

        return page.ToString();
    }

    /// <summary>One number for all clips; null where none makes sense.</summary>
    /// <param name="key">The measure.</param>
    /// <param name="rows">The clips.</param>
    public static double? Summarise(string key, IEnumerable<SuiteRow> rows)
    {
        double[] values = [.. rows.Select(r => r.Number(key)).OfType<double>()];
        if (values.Length == 0 || key.StartsWith("seconds_", StringComparison.Ordinal) || key is "frames_per_second" or "peak_memory_mb")
        {
            return null;
        }

        return key.StartsWith("frames_", StringComparison.Ordinal) || key.Contains("_counted", StringComparison.Ordinal) || key == "outside_difference" ? values.Sum()
            : key.StartsWith("av_offset", StringComparison.Ordinal) ? Smoothing.Percentile(values, 0.5)
            : key.Contains("worst", StringComparison.Ordinal) ? values.Max()
            : values.Average();
    }

    private static string All(string key, IReadOnlyList<SuiteRow> rows) => Summarise(key, rows) is { } value ? Text(value) : "";

    private static string Cell(SuiteRow row, string key) => row.Number(key) is { } value ? Text(value) : "-";

    private static string Cells(SuiteRow row, params string[] keys) => string.Join(" / ", keys.Select(k => Cell(row, k)));

    private static string Text(double value) =>
        value == Math.Round(value) ? value.ToString("0", CultureInfo.InvariantCulture) : MeasureCatalog.Text(value);

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(Safe))} |\n";

    private static string Rule(int columns) => "|---" + string.Concat(Enumerable.Repeat("|---", columns)) + "|\n";

    private static string Safe(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
