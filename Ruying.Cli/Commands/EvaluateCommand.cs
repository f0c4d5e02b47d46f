using System.CommandLine;
using Ruying.Cli.Output;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Evaluation;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying evaluate</c>: how good an avatar of given footage is, in figures.</summary>
internal static class EvaluateCommand
{
    private static readonly string[] Clips = ["true.mp4", "predicted.mp4", "silent.mp4", "speech.mp4"];

    public static Command Create(CommandContext context)
    {
        var source = new AvatarSource(single: true);
        var output = new Option<string?>("--out")
        {
            Description = "Folder for the rendered clips true.mp4, predicted.mp4, silent.mp4 and speech.mp4; with --suite for the results (needed). Default: the clips are not kept.",
            HelpName = "DIR",
        };
        var html = new Option<string?>("--html") { Description = "Where to write the page with tables, pictures and curves. Default: evaluation.html in --out, else NAME-evaluation.html in the current folder.", HelpName = "FILE" };
        var transcript = new Option<string?>("--transcript") { Description = "Plain text of what is said in the clip, one line for each stretch of speech between pauses, so that closures on p, b and m can be measured.", HelpName = "FILE" };
        var language = new Option<string>("--language") { Description = "The transcript's language, such as en or zh.", DefaultValueFactory = _ => "en", HelpName = "TAG" };
        var studio = new Option<bool>("--studio") { Description = "Tune each avatar to its person, on the first 70 % alone, before it is measured: up to 10 minutes a clip." };
        var models = new EvaluatedModels();
        var suite = new SuiteOptions();
        return context.Verb(
            "evaluate",
            "Build on the first 70 % of footage, drive with the sound of the last 30 %, with silence and with synthesised speech, print the measures as JSON. FOOTAGE may be a folder of clips, which are joined.",
            [.. source.Symbols, output, html, transcript, language, studio, .. models.Symbols, .. suite.Symbols],
            run => (source.Path(run).Length > 0, suite.Folder(run)) switch
            {
                (true, null) => RunAsync(run, source, source.Options(run) with { Studio = run.Value(studio) }, run.Value(output), run.Value(html), (run.Value(transcript), run.Value(language)!), models.Options(run)),
                (false, { } folder) => EvaluateSuite.RunAsync(run, source.Options(run) with { Studio = run.Value(studio) }, suite, folder, run.Value(output), models),
                _ => throw new UsageException("evaluate.choose_one", "Give either FOOTAGE or --suite FOLDER."),
            },
            "evaluate anna.mp4",
            "evaluate clips/ --out evaluated",
            "evaluate --suite footage/ --out results --table quality.md");
    }

    /// <summary>The clip itself, or a folder's clips joined in the work folder.</summary>
    public static async Task<string> JoinedAsync(string footage, string workFolder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(footage))
        {
            return footage;
        }

        Directory.CreateDirectory(workFolder);
        var joined = Path.Combine(workFolder, Path.GetFileName(Path.TrimEndingDirectorySeparator(footage)) + ".mp4");
        await ClipJoiner.JoinAsync(footage, joined, workFolder, cancellationToken);
        return joined;
    }

    private static async Task RunAsync(CliRun run, AvatarSource source, AvatarOptions options, string? output, string? html, (string? Path, string Language) text, PipelineOptions pipelineOptions)
    {
        var footage = Directory.Exists(source.Path(run)) ? Path.GetFullPath(source.Path(run)) : source.Footage(run);
        var folder = output is null ? null : OutputCheck.NewFolder(output);
        var page = Path.GetFullPath(html ?? (folder is null
            ? Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(footage)) + "-evaluation.html"
            : Path.Combine(folder, Evaluator.PageName)));
        OutputCheck.Writable(Path.GetDirectoryName(page)!, "--html");
        var transcript = text.Path is { } path ? new Transcript(await InputCheck.ScriptAsync(path, run.CancellationToken), text.Language) : null;
        await using var pipeline = run.CreatePipeline(pipelineOptions);
        using var work = run.OpenWorkFolder(footage, options.ToString());
        var result = await run.WithProgressAsync(async progress =>
            await pipeline.Evaluator.EvaluateAsync(await JoinedAsync(footage, work.Path, run.CancellationToken), work.Path, options, transcript, progress, run.CancellationToken));
        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
            foreach (var clip in Clips.Select(c => Path.Combine(work.Path, c)).Where(File.Exists))
            {
                File.Copy(clip, Path.Combine(folder, Path.GetFileName(clip)));
            }
        }

        Directory.CreateDirectory(Path.GetDirectoryName(page)!);
        File.Copy(result.PagePath, page, overwrite: true);
        work.Done();
        run.Host.Error.WriteLine($"page: {page}");
        run.Host.Out.WriteLine(JsonOutput.Serialize(MeasureCatalog.Rounded(result.Measures)));
    }
}
