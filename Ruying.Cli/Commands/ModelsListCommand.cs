using System.CommandLine;
using System.Globalization;
using Ruying.Cli.Output;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Models.Pulling;
using Spectre.Console;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying models list</c>: what was imported or pulled, or what can be.</summary>
internal static class ModelsListCommand
{
    public static Command Create(CommandContext context)
    {
        var available = new Option<bool>("--available") { Description = "List what can be pulled instead." };
        var language = new Option<string?>("--language") { Description = "With --available: only what speaks this language (en also lists en-GB).", HelpName = "TAG" };
        return context.Verb(
            "list",
            "List the models that were imported or pulled, or those that can be.",
            [available, language],
            run => RunAsync(run, run.Value(available), run.Value(language)),
            "models list",
            "models list --available --language de");
    }

    /// <summary>How a model that can be pulled is shown to programs.</summary>
    public static object Document(AvailableModel model) => new
    {
        model.Name,
        model.Kind,
        model.Title,
        model.Languages,
        model.LanguageName,
        model.Quality,
        model.Licence,
        model.Speakers,
        Bytes = model.Bytes == 0 ? (long?)null : model.Bytes,
    };

    public static string Size(long bytes) => bytes == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    private static async Task RunAsync(CliRun run, bool available, string? language)
    {
        if (language is not null && !available)
        {
            throw new UsageException("usage", "--language belongs to --available.");
        }

        await using var pipeline = run.CreatePipeline();
        if (available)
        {
            ShowAvailable(run, [.. pipeline.Puller.Available.Models.Where(model => language is null || model.Speaks(language))], language);
        }
        else
        {
            ShowStored(run, pipeline.Models.List());
        }
    }

    private static void ShowStored(CliRun run, IReadOnlyList<StoredModel> models) =>
        run.Result(new { Models = models.Select(ModelsImportCommand.Document).ToList() }, page =>
        {
            if (models.Count == 0)
            {
                page.Line($"None yet: '{run.Host.Program} models list --available' says what can be pulled, and '{run.Host.Program} models import FILE.onnx --name NAME' takes your own in.");
                return;
            }

            var table = new Table().Border(TableBorder.Rounded).AddColumns("Name", "Kind", "File", "Offers", "Size", "Imported");
            foreach (var model in models)
            {
                table.AddRow(
                    new Text(model.Name),
                    new Text(model.Kind),
                    new Text(model.FileName),
                    new Text(ModelsImportCommand.Offer(model)),
                    new Text(Size(model.Bytes)),
                    new Text(model.Imported.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
            }

            page.Table(table);
        });

    private static void ShowAvailable(CliRun run, IReadOnlyList<AvailableModel> models, string? language) =>
        run.Result(new { Available = models.Select(Document).ToList() }, page =>
        {
            if (models.Count == 0)
            {
                page.Line($"None speaks '{language}': '{run.Host.Program} models list --available' lists all.");
                return;
            }

            var table = new Table().Border(TableBorder.Rounded).AddColumns("Name", "Kind", "Language", "Quality", "Speakers", "Size");
            foreach (var model in models)
            {
                table.AddRow(
                    new Text(model.Name),
                    new Text(model.Kind),
                    new Text($"{string.Join(' ', model.Languages)} ({model.LanguageName})"),
                    new Text(model.Quality ?? ""),
                    new Text(model.Speakers.Count > 0 ? $"{model.Speakers.Count}" : model.Kind == StoredModel.PiperKind ? "1" : ""),
                    new Text(Size(model.Bytes)));
            }

            page.Table(table);
            page.Next($"{run.Host.Program} models pull NAME");
        });
}
