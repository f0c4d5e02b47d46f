using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Speech.Espeak;
using Ruying.Pipeline.Speech.Neural;

namespace Ruying.Pipeline.Speech.Kokoro;

/// <summary>
/// Speaks with the Kokoro and KittenTTS voice packs of the model store: <c>kokoro:NAME/STYLE</c>. espeak-ng gives the sounds. It knows no
/// times.
/// </summary>
/// <param name="store">Where the voices are.</param>
/// <param name="sessions">Runs them.</param>
/// <param name="espeak">Reads text; not disposed.</param>
/// <param name="logger">Hears of symbols that a voice lacks.</param>
internal sealed class KokoroEngine(ModelStore store, OnnxSessions sessions, EspeakEngine espeak, ILogger logger) : ISpeechEngine
{
    /// <summary>What KittenTTS's network adds after the speech; its own program cuts it off (kittentts, onnx_model.py).</summary>
    private const int KittenTail = 5000;

    private readonly ConcurrentDictionary<(string Name, DateTimeOffset Imported), KokoroSettings> _settings = new();
    private readonly ConcurrentDictionary<(string Name, DateTimeOffset Imported, string Style), VoiceStyle> _styles = new();

    public string Name => StoredModel.KokoroKind;

    public bool SpeaksIpa => true;

    public Task<IReadOnlyList<Voice>> ListVoicesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Voice>>([.. store.List().Where(model => model.Kind == StoredModel.KokoroKind).SelectMany(Voices)]);

    public async Task<SpokenSentence> SpeakAsync(SentenceRequest request, CancellationToken cancellationToken)
    {
        var (model, name) = Find(request.Voice.Id);
        var settings = Settings(model);
        var style = _styles.GetOrAdd((model.Name, model.Imported, name), _ => VoiceStyle.Read(name, store.ReadPart(model, VoiceStyle.NameOf(name))));
        var language = Language(settings, name) ?? settings.Language;
        var clauses = await espeak.TranscribeAsync(request, language, cancellationToken).ConfigureAwait(false);
        var (parts, missing) = KokoroSymbols.From(request.Text, clauses, language, settings);
        if (missing.Count > 0)
        {
            logger.LogWarning("The voice {Voice} does not know {Symbols}; they are left out.", request.Voice.Id, string.Join(' ', missing));
        }

        var stretch = NeuralSound.Stretch(request.Pitch);
        var network = new KokoroNetwork(sessions.Get(model));
        var sound = new List<float>();
        foreach (var part in parts)
        {
            var spoken = await network.SpeakAsync(part, style.Row(part.StyleRow), request.Rate / stretch, cancellationToken).ConfigureAwait(false);
            sound.AddRange(settings.Family == KokoroFamily.Kitten && spoken.Length > KittenTail ? spoken[..^KittenTail] : spoken);
        }

        return NeuralSound.Finish([.. sound], settings.SampleRate, stretch);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>
    /// What espeak-ng calls the language of a style. Kokoro's names begin with it (its VOICES.md). Null where espeak-ng's sounds are not
    /// those that the network learnt, for Japanese and Mandarin.
    /// </summary>
    private static string? Language(KokoroSettings settings, string style) => settings.Family == KokoroFamily.Kitten || style.IndexOf('_', StringComparison.Ordinal) != 2
        ? settings.Language
        : style[0] switch
        {
            'a' => "en-us",
            'b' => "en-gb",
            'e' => "es",
            'f' => "fr-fr",
            'h' => "hi",
            'i' => "it",
            'p' => "pt-br",
            'j' or 'z' => null,
            _ => settings.Language,
        };

    private KokoroSettings Settings(StoredModel model) =>
        _settings.GetOrAdd((model.Name, model.Imported), _ => KokoroSettings.Read(store.ReadPart(model, ModelStore.VoiceName)));

    private IEnumerable<Voice> Voices(StoredModel model)
    {
        KokoroSettings settings;
        try
        {
            settings = Settings(model);
        }
        catch (ModelException e)
        {
            // The others can still speak.
            logger.LogWarning("The voices of {Model} are left out: {Reason}", model.Name, e.Message);
            return [];
        }

        return from style in model.Voice?.Voices ?? []
               let language = Language(settings, style)
               where language is not null
               select new Voice($"kokoro:{model.Name}/{style}", $"{model.Name} {style}", EspeakVoices.Tag(language), StoredModel.KokoroKind);
    }

    private (StoredModel Model, string Style) Find(string id)
    {
        var parts = id[(id.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('/');
        var model = store.List().FirstOrDefault(m => m.Kind == StoredModel.KokoroKind && m.Name == parts[0]);
        return model?.Voice?.Voices.FirstOrDefault(style => parts.Length == 2 && style == parts[1]) is { } name
            ? (model, name)
            : throw new ScriptException("voice.unknown", $"There is no voice {id}; it may have been removed.");
    }
}
