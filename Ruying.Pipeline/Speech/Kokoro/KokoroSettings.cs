using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ruying.Pipeline.Speech.Kokoro;

/// <summary>How a voice pack is fed. What the user gives may be the model's own <c>config.json</c> or <c>tokenizer.json</c>: other members are passed over.</summary>
internal sealed record KokoroSettings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter<KokoroFamily>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public KokoroFamily? Family { get; init; }

    /// <summary>What espeak-ng calls the language of styles whose names tell none.</summary>
    public string Language { get; init; } = "en-us";

    public int SampleRate { get; init; } = 24_000;

    /// <summary>Numbers of the symbols.</summary>
    public Dictionary<string, long>? Vocab { get; init; }

    /// <summary>The place of the vocabulary in a <c>tokenizer.json</c>.</summary>
    public JsonElement? Model { get; init; }

    /// <summary>Reads what the user gives, and fills in what it does not tell.</summary>
    /// <exception cref="ModelException"><c>model.settings</c>.</exception>
    public static KokoroSettings Read(ReadOnlySpan<byte> json, IReadOnlyList<VoiceStyle> styles)
    {
        var given = Read(json);
        var vocab = given.Vocab ?? (given.Model is { ValueKind: JsonValueKind.Object } model && model.TryGetProperty("vocab", out var inner) && inner.ValueKind == JsonValueKind.Object
            ? Parse(() => inner.Deserialize<Dictionary<string, long>>()) : null);

        // KittenTTS has 1 or 400 rows.
        var family = given.Family ?? (styles[0].Rows == VoiceStyle.KokoroRows ? KokoroFamily.Kokoro : KokoroFamily.Kitten);
        return given with { Family = family, Model = null, Vocab = vocab ?? KokoroVocabulary.Of(family) };
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static KokoroSettings Read(ReadOnlySpan<byte> json)
    {
        var bytes = (json.StartsWith("\uFEFF"u8) ? json[3..] : json).ToArray();
        var settings = Parse(() => JsonSerializer.Deserialize<KokoroSettings>(bytes, Json));
        return settings.SampleRate is >= 8000 and <= 48_000 && settings.Language is { Length: > 0 and < 40 } && settings.Vocab is null or { Count: > 0 }
            ? settings
            : throw Bad("sampleRate must be from 8000 to 48000, language must be a voice of espeak-ng, vocab must not be empty");
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    private static T Parse<T>(Func<T?> parse)
        where T : class
    {
        try
        {
            return parse() ?? throw Bad("they are empty");
        }
        catch (JsonException e)
        {
            throw Bad($"{e.Path ?? "$"}, line {e.LineNumber + 1}, is not what is expected there", e);
        }
    }

    private static ModelException Bad(string what, Exception? inner = null) => new("model.settings", $"The voice's settings cannot be used: {what}.", inner);
}
