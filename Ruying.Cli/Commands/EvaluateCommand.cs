using System.CommandLine;
using Ruying.Cli.Output;
using Ruying.Pipeline.Evaluation;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying evaluate</c>: how good an avatar of given footage is, in figures.</summary>
internal static class EvaluateCommand
{
    public static Command Create(CommandContext context)
    {
        var source = new AvatarSource();
        var output = new Option<string?>("--out") { Description = "Folder for the rendered clips true.mp4, predicted.mp4 and silent.mp4. Default: they are not kept.", HelpName = "DIR" };
        return context.Verb(
            "evaluate",
            "Build on the first 70 % of footage, drive with the sound of the last 30 %, print the measures as JSON. FOOTAGE may be a folder of clips, which are joined.",
            [.. source.Symbols, output],
            run => RunAsync(run, source, run.Value(output)),
            "evaluate anna.mp4",
            "evaluate clips/ --out evaluated");
    }

    private static async Task RunAsync(CliRun run, AvatarSource source, string? output)
    {
        var footage = Directory.Exists(source.Path(run)) ? Path.GetFullPath(source.Path(run)) : source.Footage(run);
        var options = source.Options(run);
        var folder = output is null ? null : OutputCheck.NewFolder(output);
        await using var pipeline = run.CreatePipeline();
        using var work = run.OpenWorkFolder(footage, options.ToString());
        var measures = await run.WithProgressAsync(async progress =>
        {
            if (Directory.Exists(footage))
            {
                var joined = Path.Combine(work.Path, Path.GetFileName(Path.TrimEndingDirectorySeparator(footage)) + ".mp4");
                await ClipJoiner.JoinAsync(footage, joined, work.Path, run.CancellationToken);
                footage = joined;
            }

            return await pipeline.Evaluator.EvaluateAsync(footage, work.Path, options, progress, run.CancellationToken);
        });
        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
            foreach (var clip in Directory.EnumerateFiles(work.Path, "*.mp4").Where(f => Path.GetFullPath(f) != Path.GetFullPath(footage)))
            {
                File.Copy(clip, Path.Combine(folder, Path.GetFileName(clip)));
            }
        }

        work.Done();
        var rounded = measures.ToDictionary(m => m.Key, m => m.Value is double d ? Math.Round(d, 4) : m.Value);
        run.Host.Out.WriteLine(JsonOutput.Serialize(rounded));
    }
}
