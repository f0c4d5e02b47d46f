using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying models list</c>: what was imported.</summary>
internal static class ModelsListCommand
{
    public static Command Create(CommandContext context) =>
        context.Verb("list", "List the models that were imported.", [], RunAsync, "models list");

    private static async Task RunAsync(CliRun run)
    {
        await using var pipeline = run.CreatePipeline();
        var models = pipeline.Models.List();
        run.Result(new { Models = models.Select(ModelsImportCommand.Document).ToList() }, page =>
        {
            if (models.Count == 0)
            {
                page.Line($"None yet: '{run.Host.Program} models import FILE.onnx --name NAME' takes one in.");
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
                    new Text(string.Create(CultureInfo.InvariantCulture, $"{model.Bytes / 1e6:0.0} MB")),
                    new Text(model.Imported.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
            }

            page.Table(table);
        });
    }
}
