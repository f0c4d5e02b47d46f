using System.CommandLine;
using System.Globalization;
using Ruying.Cli.Output;
using Ruying.Pipeline;
using Spectre.Console;

namespace Ruying.Cli.Commands;

/// <summary>One run of one verb.</summary>
internal sealed class CliRun(CommandContext context, ParseResult parsed, CancellationToken cancellationToken)
{
    public CliHost Host => context.Host;

    public CancellationToken CancellationToken => cancellationToken;

    public bool Json { get; } = parsed.GetValue(context.JsonOption);

    public T? Value<T>(Option<T> option) => parsed.GetValue(option);

    public T Value<T>(Argument<T> argument) => parsed.GetValue(argument)!;

    public PipelineOptions PipelineOptions
    {
        get
        {
            var options = new PipelineOptions { Device = parsed.GetValue(context.DeviceOption)!, CacheFolder = Host.CacheFolder };
            return Host.ModelsFolder is { } folder ? options with { ImportedModelsFolder = folder } : options;
        }
    }

    public RuyingPipeline CreatePipeline() => CreatePipeline(PipelineOptions);

    public RuyingPipeline CreatePipeline(PipelineOptions options) => Host.CreatePipeline(options);

    /// <summary>The work folder of this run, named by its verb and <paramref name="key"/>.</summary>
    public WorkFolder OpenWorkFolder(params IEnumerable<string?> key) =>
        parsed.GetValue(context.WorkOption) is { } folder
            ? WorkFolder.At(folder)
            : WorkFolder.InCache(Host, key.Prepend(parsed.CommandResult.Command.Name));

    /// <summary>Runs work that reports progress: bars at a terminal, lines elsewhere, on stderr either way.</summary>
    public async Task<T> WithProgressAsync<T>(Func<IProgress<StageProgress>, Task<T>> work)
    {
        if (Json || !Host.DrawsBars)
        {
            return await work(new LineProgress(Host.Error));
        }

        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Host.Error) });
        return await terminal.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(progress => work(new BarProgress(progress)));
    }

    /// <summary>The result for machines, if they asked; else the lines for people.</summary>
    public void Result<T>(T document, Action<ResultWriter> forPeople)
    {
        if (Json)
        {
            Host.Out.WriteLine(JsonOutput.Serialize(document));
        }
        else
        {
            forPeople(new ResultWriter(Host));
        }
    }

    public static string Seconds(double seconds) => seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
