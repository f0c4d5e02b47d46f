using System.CommandLine;
using Ruying.Cli.Output;
using Ruying.Pipeline.Models;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying models import</c>: takes a generator or a voice in.</summary>
internal static class ModelsImportCommand
{
    public static Command Create(CommandContext context)
    {
        var file = new Argument<string>("FILE.onnx") { Description = "The network as one ONNX file." };
        var name = new Option<string>("--name") { Description = "What to call it: a-z, 0-9 and hyphens.", HelpName = "NAME", Required = true };
        var kind = new Option<string>("--kind")
        {
            Description = "What it is: wav2lip (a generator of mouths), piper (a voice) or kokoro (a voice pack, KittenTTS's too).",
            HelpName = "KIND",
            DefaultValueFactory = _ => StoredModel.GeneratorKind,
        };
        kind.AcceptOnlyFromAmong(StoredModel.GeneratorKind, StoredModel.PiperKind, StoredModel.KokoroKind);
        var settings = new Option<string?>("--settings")
        {
            Description = "How it was trained, as JSON. Default: as Wav2Lip (docs/engines.md); of a piper voice FILE.onnx.json; of a kokoro pack the format's own (docs/neural-voices.md).",
            HelpName = "FILE.json",
        };
        var styles = new Option<string?>("--styles") { Description = "The styles of a kokoro pack: a .bin, .npy or .npz file, or a folder of them.", HelpName = "PATH" };
        return context.Verb(
            "import",
            "Take in a Wav2Lip-format generator or a neural voice; it is tried once.",
            [file, name, kind, settings, styles],
            run => RunAsync(
                run, InputCheck.File(run.Value(file)), run.Value(settings) is { } path ? InputCheck.File(path) : null, run.Value(styles), run.Value(kind)!, run.Value(name)!),
            "models import wav2lip256.onnx --name w256",
            "models import mine.onnx --settings mine.json --name mine",
            "models import en_US-lessac-medium.onnx --kind piper --name lessac",
            "models import kokoro-v1.0.onnx --kind kokoro --styles voices-v1.0.bin --name k82");
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
        model.Signature?.Side,
        model.Signature?.Batch,
        model.Voice,
        model.Origin,
        model.Path,
    };

    /// <summary>What a model offers, in few words.</summary>
    public static string Offer(StoredModel model) => model switch
    {
        { Signature: { } signature } => $"faces of {signature.Side} px",
        { Voice: { Voices.Count: > 0 } voice } => $"{voice.Voices.Count} {(voice.Voices.Count == 1 ? "voice" : "voices")}, {voice.SampleRate} Hz",
        { Voice: { } voice } => $"{voice.Language}, {voice.SampleRate} Hz",
        _ => "",
    };

    private static async Task RunAsync(CliRun run, string file, string? settings, string? styles, string kind, string name)
    {
        if (kind == StoredModel.KokoroKind != styles is not null)
        {
            throw new UsageException("model.styles", $"--styles belongs to --kind {StoredModel.KokoroKind}, and is needed there.");
        }

        await using var pipeline = run.CreatePipeline();
        var model = await (kind switch
        {
            StoredModel.PiperKind => pipeline.Models.ImportPiperAsync(file, settings, name, cancellationToken: run.CancellationToken),
            StoredModel.KokoroKind => pipeline.Models.ImportKokoroAsync(file, styles!, settings, name, cancellationToken: run.CancellationToken),
            _ => pipeline.Models.ImportAsync(file, settings, name, cancellationToken: run.CancellationToken),
        });
        run.Result(Document(model), page =>
        {
            page.Field("Model", model.Name);
            if (model.Signature is { } signature)
            {
                page.Field("Faces", $"{signature.Side} pixels, {(signature.Batch == 0 ? "any number" : $"{signature.Batch}")} at a time");
            }
            else
            {
                page.Field("Offers", Offer(model));
            }

            page.Field("Kept at", model.Path);
            page.Line(model.Signature is null
                ? "Whoever made the voice decides what it may be used for: its MODEL_CARD or its page says so."
                : "Whoever made its weights decides what they may be used for; Wav2Lip's own are not for commercial use.");
            page.Next(model.Signature is null
                ? $"{run.Host.Program} voices"
                : $"{run.Host.Program} video render AVATAR --text 'Hello.' --engine {model.Name} --out hello.mp4");
        });
    }
}
