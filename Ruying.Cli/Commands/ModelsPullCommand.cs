using System.CommandLine;
using Ruying.Pipeline;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Models.Pulling;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying models pull</c>: fetches a voice of the catalogue, once its licence is accepted.</summary>
internal static class ModelsPullCommand
{
    public static Command Create(CommandContext context)
    {
        var name = new Argument<string>("NAME") { Description = "A name from 'models list --available'." };
        var accept = new Option<bool>("--accept-licence") { Description = "You have read the model's card and accept its licence. Without it the card is shown, and at a terminal you are asked." };
        return context.Verb(
            "pull",
            "Fetch a voice; what broke off goes on with the same command.",
            [name, accept],
            run => RunAsync(run, run.Value(name), run.Value(accept)),
            "models pull de-de-thorsten-medium",
            "models pull kokoro-82m --accept-licence");
    }

    private static async Task RunAsync(CliRun run, string name, bool accept)
    {
        await using var pipeline = run.CreatePipeline();
        await AcceptAsync(run, pipeline, name, accept);
        var model = await run.WithProgressAsync(progress => pipeline.Puller.PullAsync(name, acceptLicence: false, progress, run.CancellationToken));
        run.Result(ModelsImportCommand.Document(model), page =>
        {
            page.Field("Model", model.Name);
            page.Field("Offers", ModelsImportCommand.Offer(model));
            page.Field("Licence", model.Origin!.Licence);
            page.Field("SHA-256", model.Sha256);
            page.Field("Kept at", model.Path);
            page.Next(
                $"{run.Host.Program} models show {model.Name}",
                $"{run.Host.Program} video render AVATAR --text 'Hello.' --voice {Voice(model)} --out hello.mp4");
        });
    }

    private static async Task AcceptAsync(CliRun run, RuyingPipeline pipeline, string name, bool accept)
    {
        try
        {
            await pipeline.Puller.AcceptAsync(name, accept, run.CancellationToken);
        }
        catch (ModelLicenceException exception)
        {
            // The card goes where errors go: stdout is for the result.
            await run.Host.Error.WriteLineAsync(exception.Licence.Text + "\n");
            if (run.Json || run.Host.Answers is not { } answers || !await AgreesAsync(run, answers, exception.Licence))
            {
                throw;
            }

            await pipeline.Puller.AcceptAsync(name, accept: true, run.CancellationToken);
        }
    }

    private static async Task<bool> AgreesAsync(CliRun run, TextReader answers, ModelLicence licence)
    {
        await run.Host.Error.WriteAsync($"Licence: {licence.Summary}\nDo you accept it? [y/N] ");
        return (await answers.ReadLineAsync(run.CancellationToken))?.Trim().ToLowerInvariant() is "y" or "yes";
    }

    private static string Voice(StoredModel model) => model switch
    {
        { Kind: StoredModel.KokoroKind, Voice.Voices: [var first, ..] } => $"kokoro:{model.Name}/{first}",
        { Voice.Voices.Count: > 1 } => $"piper:{model.Name}#0",
        _ => $"piper:{model.Name}",
    };
}
