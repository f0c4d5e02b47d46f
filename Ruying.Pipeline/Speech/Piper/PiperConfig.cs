using System.Text.Json;
using System.Text.Json.Serialization;
using Ruying.Pipeline.Speech.Espeak;

namespace Ruying.Pipeline.Speech.Piper;

/// <summary>A voice's <c>NAME.onnx.json</c>, as Piper's trainer writes it.</summary>
internal sealed record PiperConfig
{
    /// <summary>Before and after a sentence, and between its symbols.</summary>
    public const string Start = "^", End = "$", Pad = "_";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public PiperAudio Audio { get; init; } = new(0);

    public PiperEspeak? Espeak { get; init; }

    public PiperLanguage? Language { get; init; }

    public PiperInference Inference { get; init; } = new();

    /// <summary><c>espeak</c> or <c>text</c>.</summary>
    public string PhonemeType { get; init; } = "espeak";

    /// <summary>Symbols to say others for.</summary>
    public Dictionary<string, string[]> PhonemeMap { get; init; } = [];

    /// <summary>The numbers of each symbol.</summary>
    public Dictionary<string, long[]> PhonemeIdMap { get; init; } = [];

    public int NumSpeakers { get; init; } = 1;

    public Dictionary<string, int> SpeakerIdMap { get; init; } = [];

    /// <summary>Whether the network reads letters rather than sounds.</summary>
    [JsonIgnore]
    public bool ReadsText => PhonemeType == "text";

    /// <summary>The voice whose sounds it reads. <c>cmn</c> of espeak-ng 1.51 spells Chinese characters in English; its pinyin voice reads them.</summary>
    [JsonIgnore]
    public string EspeakVoice => Espeak!.Voice is "cmn" or "zh" ? "cmn-latn-pinyin" : Espeak.Voice;

    /// <summary>BCP 47 tag.</summary>
    [JsonIgnore]
    public string Tag => Language?.Code is { Length: > 0 } code ? EspeakVoices.Tag(code.Replace('_', '-').ToLowerInvariant()) : EspeakVoices.Tag(Espeak?.Voice.ToLowerInvariant() ?? "und");

    /// <summary>Names by number; empty where there is one speaker.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Speakers => NumSpeakers <= 1 ? [] : [.. Enumerable.Range(0, NumSpeakers).Select(id => SpeakerIdMap.FirstOrDefault(s => s.Value == id).Key ?? $"{id}")];

    /// <summary>Reads a config.</summary>
    /// <exception cref="ModelException"><c>model.settings</c>: not one, or a part is missing or out of its range.</exception>
    public static PiperConfig Read(ReadOnlySpan<byte> json)
    {
        try
        {
            json = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
            var config = JsonSerializer.Deserialize<PiperConfig>(json, Json) ?? throw Bad("it is empty");
            config.Check();
            return config;
        }
        catch (JsonException e)
        {
            throw Bad($"{e.Path ?? "$"}, line {e.LineNumber + 1}, is not what is expected there", e);
        }
    }

    private static ModelException Bad(string what, Exception? inner = null) => new(
        "model.settings", $"The voice's config cannot be used: {what}. Give the NAME.onnx.json that belongs to the model.", inner);

    private void Check()
    {
        if (Audio is not { SampleRate: >= 8000 and <= 48_000 })
        {
            throw Bad("audio.sample_rate is missing, or not from 8000 to 48000");
        }

        if (SpeakerIdMap is null || PhonemeMap is null || PhonemeMap.Values.Any(symbols => symbols is null || symbols.Contains(null)))
        {
            throw Bad("speaker_id_map or phoneme_map holds null");
        }

        if (PhonemeType is not ("espeak" or "text"))
        {
            throw Bad($"phoneme_type is '{PhonemeType}', and only espeak and text are known");
        }

        if (!ReadsText && string.IsNullOrWhiteSpace(Espeak?.Voice))
        {
            throw Bad("espeak.voice is missing");
        }

        if (NumSpeakers is < 1 or > 10_000)
        {
            throw Bad($"num_speakers is {NumSpeakers}");
        }

        foreach (var symbol in new[] { Start, End, Pad })
        {
            if (PhonemeIdMap?.GetValueOrDefault(symbol) is not { Length: > 0 })
            {
                throw Bad($"phoneme_id_map has no '{symbol}'");
            }
        }

        if (PhonemeIdMap!.FirstOrDefault(p => p.Value is null or { Length: 0 }) is { Key: { } odd })
        {
            throw Bad($"phoneme_id_map has no number for '{odd}'");
        }

        if (Inference is not { NoiseScale: >= 0 and <= 10, LengthScale: > 0.01f and <= 10, NoiseW: >= 0 and <= 10 })
        {
            throw Bad("a number of inference is out of range");
        }
    }
}

/// <param name="SampleRate">Samples a second.</param>
internal sealed record PiperAudio(int SampleRate);

/// <param name="Voice">What espeak-ng calls the voice.</param>
internal sealed record PiperEspeak(string Voice);

/// <param name="Code">Such as <c>en_US</c>.</param>
internal sealed record PiperLanguage(string? Code);

/// <summary>The scales that a voice is meant to be run with; Piper's own where it says nothing.</summary>
internal sealed record PiperInference(float NoiseScale = 0.667f, float LengthScale = 1, float NoiseW = 0.8f);
