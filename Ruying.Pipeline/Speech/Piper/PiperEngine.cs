using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Speech.Espeak;
using Ruying.Pipeline.Speech.Neural;

namespace Ruying.Pipeline.Speech.Piper;

/// <summary>
/// Speaks with the Piper voices of the model store: <c>piper:NAME</c>, of several speakers <c>piper:NAME#0</c> and on. espeak-ng gives the
/// sounds. It knows no times.
/// </summary>
/// <param name="store">Where the voices are.</param>
/// <param name="sessions">Runs them.</param>
/// <param name="espeak">Reads text; not disposed.</param>
/// <param name="logger">Hears of symbols that a voice lacks.</param>
internal sealed class PiperEngine(ModelStore store, OnnxSessions sessions, EspeakEngine espeak, ILogger logger) : ISpeechEngine
{
    private readonly ConcurrentDictionary<(string Name, DateTimeOffset Imported), PiperConfig> _configs = new();

    public string Name => StoredModel.PiperKind;

    public bool SpeaksIpa => true;

    public Task<IReadOnlyList<Voice>> ListVoicesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Voice>>([.. store.List().Where(model => model.Kind == StoredModel.PiperKind).SelectMany(Voices)]);

    public async Task<SpokenSentence> SpeakAsync(SentenceRequest request, CancellationToken cancellationToken)
    {
        var (model, speaker) = Find(request.Voice.Id);
        var config = _configs.GetOrAdd((model.Name, model.Imported), _ => PiperConfig.Read(store.ReadPart(model, ModelStore.VoiceName)));
        var symbols = config.ReadsText
            ? PiperSymbols.From(request.Text, config)
            : PiperSymbols.From(await espeak.TranscribeAsync(request, config.EspeakVoice, cancellationToken).ConfigureAwait(false), config);
        if (config.ReadsText && request.Pronunciations.Count > 0)
        {
            logger.LogWarning("The voice {Voice} reads letters and cannot be given sounds.", request.Voice.Id);
        }

        if (symbols.Missing.Count > 0)
        {
            logger.LogWarning("The voice {Voice} does not know {Symbols}; they are left out.", request.Voice.Id, string.Join(' ', symbols.Missing));
        }

        if (symbols.Ids.Length == 0)
        {
            return new SpokenSentence([], config.Audio.SampleRate, [], []);
        }

        var stretch = NeuralSound.Stretch(request.Pitch);
        var network = new PiperNetwork(sessions.Get(model), config);
        var sound = await network.SpeakAsync(symbols.Ids, speaker, request.Rate / stretch, cancellationToken).ConfigureAwait(false);
        return NeuralSound.Finish(sound, config.Audio.SampleRate, stretch);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static IEnumerable<Voice> Voices(StoredModel model)
    {
        if (model.Voice is not { } voice)
        {
            return [];
        }

        return voice.Voices.Count == 0
            ? [new Voice($"piper:{model.Name}", model.Name, voice.Language, StoredModel.PiperKind)]
            : voice.Voices.Select((name, id) => new Voice($"piper:{model.Name}#{id}", $"{model.Name} {name}", voice.Language, StoredModel.PiperKind));
    }

    private (StoredModel Model, int Speaker) Find(string id)
    {
        var parts = id[(id.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('#');
        var model = store.List().FirstOrDefault(m => m.Kind == StoredModel.PiperKind && m.Name == parts[0]);
        var speaker = parts.Length > 1 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return model?.Voice is { } voice && speaker < Math.Max(1, voice.Voices.Count)
            ? (model, speaker)
            : throw new ScriptException("voice.unknown", $"There is no voice {id}; it may have been removed.");
    }
}
