using System.Globalization;
using Ruying.Api.Languages;
using Ruying.Pipeline.Avatars;

namespace Ruying.Api.Pages;

/// <summary>What a report found in an avatar's footage, for a list in the page's language.</summary>
/// <param name="AvatarId">Whose footage.</param>
/// <param name="Report">The report.</param>
public sealed record FindingsModel(string AvatarId, FootageReport Report)
{
    private const int MostTimes = 6;
    private const double Moment = 0.1;

    private static readonly (FindingSeverity Severity, string Title)[] Titles =
        [(FindingSeverity.Error, "report.errors"), (FindingSeverity.Warning, "report.warnings"), (FindingSeverity.Info, "report.infos")];

    /// <summary>The groups that there are, the gravest first, each with the key of its title.</summary>
    public IEnumerable<(FindingSeverity Severity, string Title, IReadOnlyList<Finding> Findings)> Groups =>
        from kind in Titles
        let found = Report.Findings.Where(f => f.Severity == kind.Severity).ToList()
        where found.Count > 0
        select (kind.Severity, kind.Title, (IReadOnlyList<Finding>)found);

    /// <summary>Where a finding holds, in words; nothing when it holds for all of the footage.</summary>
    public static IEnumerable<string> Times(Finding finding, Phrases say)
    {
        foreach (var time in finding.Times.Take(MostTimes))
        {
            yield return time.End - time.Start < Moment ? say["report.at", Seconds(time.Start)] : say["report.from_to", Seconds(time.Start), Seconds(time.End)];
        }

        if (finding.Times.Count > MostTimes)
        {
            yield return say["report.more", finding.Times.Count - MostTimes];
        }
    }

    /// <summary>The moment of a frame, in seconds.</summary>
    public static string At(int frame) => Seconds((double)frame / Pipeline.Media.Clock.FramesPerSecond);

    private static string Seconds(double seconds) => seconds.ToString("F1", CultureInfo.InvariantCulture);
}
