using System.CommandLine;
using Ruying.Cli.Output;
using Ruying.Pipeline.Models;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying models import</c>: takes a Wav2Lip-format generator in.</summary>
internal static class ModelsImportCommand
{
    public static Command Create(CommandContext context)
    {
        var file = new Argument<string>("FILE.onnx") { Description = "The network as one ONNX file." };
        var name = new Option<string>("--name") { Description = "What to call it: a-z, 0-9 and hyphens.", HelpName = "NAME", Required = true };
        var settings = new Option<string?>("--settings") { Description = "How it was trained, as JSON (docs/engines.md). Default: as Wav2Lip.", HelpName = "FILE.json" };
        return context.Verb(
            "import",
            "Take in a Wav2Lip-format generator; it is tried once.",
            [file, name, settings],
            run => RunAsync(run, InputCheck.File(run.Value(file)), run.Value(settings) is { } path ? InputCheck.File(path) : null, run.Value(name)!),
            "models import wav2lip256.onnx --name w256",
            "models import mine.onnx --settings mine.json --name mine");
    }

    /// <summary>How a model is shown to programs.</summary>
    public static object Document(StoredModel model) => new
    {
        model.Name,
        model.Kind,
        File = model.FileName,
        model.Bytes,
        model.Sha256,
        model.Imported,
        model.Signature.Side,
        model.Signature.Batch,
        model.Path,
    };

    private static async Task RunAsync(CliRun run, string file, string? settings, string name)
    {
        await using var pipeline = run.CreatePipeline();
        var model = await pipeline.Models.ImportAsync(file, settings, name, cancellationToken: run.CancellationToken);
        run.Result(Document(model), page =>
        {
            page.Field("Model", model.Name);
            page.Field("Faces", $"{model.Signature.Side} pixels, {(model.Signature.Batch == 0 ? "any number" : $"{model.Signature.Batch}")} at a time");
            page.Field("Kept at", model.Path);
            page.Line("Whoever made its weights decides what they may be used for; Wav2Lip's own are not for commercial use.");
            page.Next($"{run.Host.Program} video render AVATAR --text 'Hello.' --engine {model.Name} --out hello.mp4");
        });
    }
}
