using System.Text.Json;
using System.Text.RegularExpressions;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Models.Pulling;

namespace Ruying.Training.Voices;

/// <summary>Makes <c>models/voices.json</c>: the Piper voices of a <c>voices.json</c> as Piper publishes it, beside the other models that the list has already.</summary>
internal static partial class VoiceListCommand
{
    private const string CardName = "MODEL_CARD";

    /// <summary>Reads <c>--from</c>, and writes <c>--to</c> again.</summary>
    public static async Task RunAsync(TrainingArguments arguments, CancellationToken cancellationToken)
    {
        var to = arguments.Text("to", Path.Combine("models", "voices.json"));
        var list = AvailableModels.Load(to);
        using var from = JsonDocument.Parse(await File.ReadAllBytesAsync(arguments.Text("from", "voices.json"), cancellationToken));
        var voices = from.RootElement.EnumerateObject().Select(voice => Read(voice.Value)).ToList();
        list = list with { Models = [.. list.Models.Where(m => m.Kind != StoredModel.PiperKind).Concat(voices).OrderBy(m => m.Name, StringComparer.Ordinal)] };
        await File.WriteAllBytesAsync(to, [.. list.Write(), (byte)'\n'], cancellationToken);
        _ = AvailableModels.Load(to);
        Console.WriteLine($"{voices.Count} voices of Piper and {list.Models.Count - voices.Count} other models.");
    }

    private static AvailableModel Read(JsonElement voice)
    {
        var key = voice.GetProperty("key").GetString()!;
        var language = voice.GetProperty("language");
        return new AvailableModel(
            Name(key),
            StoredModel.PiperKind,
            key,
            [language.GetProperty("code").GetString()!.Replace('_', '-')],
            $"{language.GetProperty("name_english").GetString()}, {language.GetProperty("country_english").GetString()}",
            [.. voice.GetProperty("files").EnumerateObject().Select(file => Read(file.Name, file.Value)).OrderBy(file => file.Role)])
        {
            Quality = voice.GetProperty("quality").GetString(),
            Speakers = voice.GetProperty("num_speakers").GetInt32() == 1
                ? []
                : [.. voice.GetProperty("speaker_id_map").EnumerateObject().OrderBy(s => s.Value.GetInt32()).Select(s => s.Name)],
        };
    }

    private static AvailableFile Read(string path, JsonElement file)
    {
        var role = Path.GetFileName(path) switch
        {
            CardName => AvailableFileRole.Card,
            var name when name.EndsWith(".onnx.json", StringComparison.Ordinal) => AvailableFileRole.Settings,
            _ => AvailableFileRole.Network,
        };

        // Cards are corrected without a new voice; Piper's own downloader does not compare them either.
        return role == AvailableFileRole.Card
            ? new AvailableFile(role, path)
            : new AvailableFile(role, path) { Bytes = file.GetProperty("size_bytes").GetInt64(), Md5 = file.GetProperty("md5_digest").GetString() };
    }

    // The one letter beyond ASCII in Piper's keys; normalisation needs libicu.
    private static string Name(string key) => Other().Replace(key.Replace('ã', 'a').ToLowerInvariant(), "-");

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Other();
}
