using Ruying.Cli.Output;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Evaluation.Suite;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying evaluate --suite</c>: many clips, one table.</summary>
internal static class EvaluateSuite
{
    public static async Task RunAsync(CliRun run, AvatarOptions options, SuiteOptions suite, string folder, string? output, EvaluatedModels models)
    {
        if (!Directory.Exists(folder))
        {
            throw new UsageException("file.missing", $"There is no folder '{folder}': check the name.");
        }

        if (output is null)
        {
            throw new UsageException("output.missing", "A suite needs --out DIR: the results lie there, and the same command goes on from them.");
        }

        var results = OutputCheck.Writable(output, "--out");
        var tablePath = Path.GetFullPath(suite.Table(run) ?? Path.Combine(output, "quality.md"));
        OutputCheck.Writable(Path.GetDirectoryName(tablePath)!, "--table");
        var description = suite.Description(run) is { } given ? SuiteDescription.Load(InputCheck.File(given)) : null;
        var clips = description?.Find(folder, suite.Description(run)!) ?? SuiteDescription.All(folder);
        var pipelineOptions = models.Options(run);
        var store = new SuiteStore(Path.Combine(results, "clips"), pipelineOptions);
        using var work = run.OpenWorkFolder("suite", Path.GetFullPath(folder), results);
        var rows = new List<SuiteRow>();
        for (var i = 0; i < clips.Count; i++)
        {
            var known = store.Find(clips[i], options);
            run.Host.Error.WriteLine($"[{i + 1}/{clips.Count}] {clips[i].Name}{(known is null ? "" : ": measured before")}");
            rows.Add(known ?? await MeasureAsync(run, clips[i], store, options, pipelineOptions, Path.Combine(work.Path, clips[i].FileName)));

            // After every clip: what is there can be looked at while the rest runs.
            Write(rows, tablePath, Command(run, options, suite, folder, output, models), description?.Note);
        }

        var failed = rows.Count(r => r.Failure is not null);
        if (failed > 0)
        {
            throw new UsageException("suite.incomplete", $"{failed} of {rows.Count} clips were not measured; {tablePath} says why. The same command tries them again.");
        }

        work.Done();
        run.Result(
            new { Table = tablePath, Clips = rows.Select(r => new { r.Clip.Name, r.Clip.Seen, Page = store.Page(r.Clip), r.Measures }) },
            page =>
            {
                page.Field("Table", tablePath);
                page.Field("Pages", Path.Combine(results, "clips"));
            });
    }

    private static async Task<SuiteRow> MeasureAsync(
        CliRun run, SuiteClip clip, SuiteStore store, AvatarOptions options, PipelineOptions pipelineOptions, string workFolder)
    {
        try
        {
            // A pipeline of its own: peak memory and the hosts of one clip are no matter of the next.
            await using var pipeline = run.CreatePipeline(pipelineOptions);
            var result = await run.WithProgressAsync(async progress =>
                await pipeline.Evaluator.EvaluateAsync(
                    await EvaluateCommand.JoinedAsync(clip.Path, workFolder, run.CancellationToken), workFolder, options, clip.Transcript, progress, run.CancellationToken));
            return store.Keep(clip, options, result);
        }
        catch (Exception e) when (!run.CancellationToken.IsCancellationRequested)
        {
            // One clip must not cost the others; a fault of ours is shown in full.
            run.Host.Error.WriteLine(e is RuyingException mendable ? $"ruying: {clip.Name}: {mendable.Message} [{mendable.Code}]" : e.ToString());
            return new SuiteRow(clip, new Dictionary<string, System.Text.Json.JsonElement>(), e.Message);
        }
    }

    private static void Write(IReadOnlyList<SuiteRow> rows, string tablePath, string command, string? note)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(tablePath)!);
        File.WriteAllText(tablePath, SuiteTable.Markdown(rows, command, note is null ? [] : [note]));
        var document = rows.Select(r => new { r.Clip.Name, r.Clip.Seen, r.Failure, r.Measures });
        File.WriteAllText(Path.ChangeExtension(tablePath, ".json"), JsonOutput.Serialize(document) + "\n");
    }

    private static string Command(CliRun run, AvatarOptions options, SuiteOptions suite, string folder, string output, EvaluatedModels models)
    {
        List<string> words = [$"./{Path.GetFileName(run.Host.Program)}", "evaluate", "--suite", Shell.Quote(folder), "--out", Shell.Quote(output)];
        if (suite.Description(run) is { } description)
        {
            words.AddRange(["--describe", Shell.Quote(description)]);
        }

        if (suite.Table(run) is { } table)
        {
            words.AddRange(["--table", Shell.Quote(table)]);
        }

        if (options.Studio)
        {
            words.Add("--studio");
        }

        return string.Join(' ', words.Concat(models.Words(run)));
    }
}
