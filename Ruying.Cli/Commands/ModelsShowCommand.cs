using System.CommandLine;
using System.Globalization;
using Ruying.Pipeline;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Models.Pulling;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying models show</c>: all that is known of one model: one that was taken in, one that ships, or one that can be pulled.</summary>
internal static class ModelsShowCommand
{
    private const int MostSpeakers = 20;

    public static Command Create(CommandContext context)
    {
        var name = new Argument<string>("NAME") { Description = "A name from 'models list', with or without --available, or of a model that ships." };
        return context.Verb("show", "Show all that is known of a model, and the card of one that was pulled.", [name], run => RunAsync(run, run.Value(name)), "models show de-de-thorsten-medium");
    }

    private static async Task RunAsync(CliRun run, string name)
    {
        await using var pipeline = run.CreatePipeline();
        if (pipeline.Models.List().FirstOrDefault(m => m.Name == name) is { } stored)
        {
            Show(run, stored, pipeline.Models.ReadCard(stored));
        }
        else if (ModelCatalog.Load(pipeline.Options.ModelsFolder).Models.FirstOrDefault(m => m.Name == name) is { } ships)
        {
            run.Result(new { ships.Name, Ships = true, ships.Purpose, ships.Licence, ships.Sha256 }, page =>
            {
                page.Field("Model", ships.Name);
                page.Field("Ships", ships.Purpose);
                page.Field("Licence", ships.Licence);
                page.Field("SHA-256", ships.Sha256);
            });
        }
        else
        {
            var available = pipeline.Puller.Available.Find(name);
            Show(run, pipeline, available);
        }
    }

    private static void Show(CliRun run, StoredModel model, ModelLicence? card) =>
        run.Result(new { Model = ModelsImportCommand.Document(model), Card = card?.Text }, page =>
        {
            page.Field("Model", model.Name);
            page.Field("Kind", model.Kind);
            page.Field("Offers", ModelsImportCommand.Offer(model));
            page.Field("File", $"{model.FileName}, {ModelsListCommand.Size(model.Bytes)}");
            page.Field("SHA-256", model.Sha256);
            page.Field("Kept at", model.Path);
            page.Field("Taken in", Day(model.Imported));
            if (model.Origin is { } origin)
            {
                page.Field("From", origin.Address);
                page.Field("Licence", $"{origin.Licence} (accepted {Day(origin.Accepted)})");
                page.Line();
                page.Line(card!.Text);
            }
        });

    private static void Show(CliRun run, RuyingPipeline pipeline, AvailableModel model)
    {
        var received = pipeline.Puller.Received(model);
        run.Result(new { Available = ModelsListCommand.Document(model), Files = model.Files.Select(file => new { file.Path, file.Bytes, file.Md5, file.Sha256 }), Received = received }, page =>
        {
            page.Field("Can be had", model.Name);
            page.Field("Known as", model.Title);
            page.Field("Kind", model.Kind);
            page.Field("Language", $"{string.Join(' ', model.Languages)} ({model.LanguageName})");
            if (model.Speakers.Count > 0)
            {
                page.Field("Speakers", $"{model.Speakers.Count}: {string.Join(", ", model.Speakers.Take(MostSpeakers).Select((speaker, id) => $"{id} {speaker}"))}{(model.Speakers.Count > MostSpeakers ? " ..." : "")}");
            }

            page.Field("Licence", model.Licence ?? "its card says it; 'pull' shows the card before anything else is fetched");
            foreach (var file in model.Files)
            {
                page.Field("File", $"{pipeline.Puller.Available.At(file)} {(file.Bytes is { } bytes ? $"{bytes} bytes" : "")} {(file.Md5 ?? file.Sha256) switch { null => "", var hash => (file.Md5 is null ? "SHA-256 " : "MD5 ") + hash }}".TrimEnd());
            }

            if (received > 0)
            {
                page.Field("Here", $"{received} bytes of an unfinished pull");
            }

            page.Next($"{run.Host.Program} models pull {model.Name}");
        });
    }

    private static string Day(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
