using System.CommandLine;
using System.Globalization;
using Ruying.Cli.Output;
using Ruying.Pipeline.Avatars;
using Spectre.Console;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying avatar report</c>: what footage offers to an avatar, with advice.</summary>
internal static class AvatarReportCommand
{
    public static Command Create(CommandContext context)
    {
        var source = new AvatarSource();
        var output = new Option<string?>("--out") { Description = "Folder for report.json and report.html. Default: NAME-report in the current folder.", HelpName = "DIR" };
        return context.Verb(
            "report",
            "Say what footage offers to an avatar, and what would make it better.",
            [.. source.Symbols, output],
            run => RunAsync(run, source, run.Value(output)),
            "avatar report anna.mp4",
            "avatar report anna.mp4 --json");
    }

    private static async Task RunAsync(CliRun run, AvatarSource source, string? output)
    {
        var footage = source.Clips(run);
        var options = source.Options(run);
        var folder = OutputCheck.NewFolderOrOurs(
            output ?? Path.GetFileNameWithoutExtension(footage[0]) + "-report", AvatarBuilder.ReportJsonName);

        await using var pipeline = run.CreatePipeline();
        using var work = run.OpenWorkFolder([.. footage.Select(WorkFolder.FileKey), options.ToString()]);
        var report = await run.WithProgressAsync(progress =>
            pipeline.Avatars.ReportAsync(footage, work.Path, options, progress, run.CancellationToken));

        Directory.CreateDirectory(folder);
        var json = Path.Combine(folder, AvatarBuilder.ReportJsonName);
        var html = Path.Combine(folder, AvatarBuilder.ReportHtmlName);
        File.Copy(Path.Combine(work.Path, AvatarBuilder.ReportJsonName), json, overwrite: true);
        File.Copy(Path.Combine(work.Path, AvatarBuilder.ReportHtmlName), html, overwrite: true);
        work.Done();

        run.Result(
            new { Report = report, ReportJson = json, ReportHtml = html },
            page =>
            {
                page.Field("Footage", $"{report.Footage}, {report.Width}x{report.Height}, {CliRun.Seconds(report.Seconds)}");
                page.Field("Verdict", report.Usable ? "an avatar can be built" : "no avatar can be built: mend the errors below");
                page.Table(FindingsTable(report.Findings));
                page.Field("Report", html);
                page.Field("As JSON", json);
            });
    }

    private static Table FindingsTable(IReadOnlyList<Finding> findings)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("", "Found", "What to do", "Where");
        foreach (var finding in findings)
        {
            table.AddRow(
                new Text(finding.Severity.ToString().ToLowerInvariant(), SeverityStyle(finding.Severity)),
                new Text($"{finding.Message} [{finding.Code}]"),
                new Text(finding.Advice),
                new Text(Where(finding.Times)));
        }

        return findings.Count > 0 ? table : table.AddRow("", "Nothing to mend.", "", "");
    }

    private static Style SeverityStyle(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Error => new Style(Color.Red),
        FindingSeverity.Warning => new Style(Color.Yellow),
        _ => Style.Plain,
    };

    private static string Where(IReadOnlyList<TimeSpanSeconds> times) =>
        times.Count == 0
            ? "all of it"
            : string.Join(", ", times.Take(4).Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Start:0.0}-{t.End:0.0} s")))
                + (times.Count > 4 ? $" and {times.Count - 4} more" : "");
}
