using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Motion;

namespace Ruying.Pipeline.Speech.Voices;

/// <summary>How this machine's voices speak: each says a sentence once, and what was measured is kept.</summary>
/// <param name="speech">Speaks.</param>
/// <param name="activity">Hears speech; made when first needed.</param>
/// <param name="models">Tells imported voices of one name apart.</param>
/// <param name="folder">Where measures outlive the process; null keeps them no longer.</param>
/// <param name="time">The clock for their age.</param>
internal sealed class MeasuredVoices(ISpeechSynthesizer speech, Func<VoiceActivity> activity, ModelStore models, string? folder, TimeProvider time)
{
    /// <summary>Raised when <see cref="VoiceMeter"/> or <see cref="SampleSentences"/> change.</summary>
    private const int Version = 1;

    /// <summary>An engine of the system may be renewed without a word.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private readonly ConcurrentDictionary<string, VoiceMeasures> _known = new();

    /// <summary>How a voice speaks at its own rate and pitch.</summary>
    /// <param name="voice">One of the synthesiser's.</param>
    /// <param name="cancellationToken">Stops the speaking.</param>
    /// <returns>Null where the voice cannot say its sentence.</returns>
    public async Task<VoiceMeasures?> OfAsync(Voice voice, CancellationToken cancellationToken)
    {
        var key = Key(voice);
        if (_known.TryGetValue(key, out var known))
        {
            return known;
        }

        var measures = Read(key);
        if (measures is null)
        {
            try
            {
                measures = await MeasureAsync(voice, cancellationToken).ConfigureAwait(false);
            }
            catch (RuyingException)
            {
                // A voice that fails is not chosen; whoever asks for it by name learns why.
                return null;
            }

            Write(key, new Entry(voice.Id, time.GetUtcNow(), measures));
        }

        return _known.GetOrAdd(key, measures);
    }

    private async Task<VoiceMeasures> MeasureAsync(Voice voice, CancellationToken cancellationToken)
    {
        var utterance = await speech.SpeakAsync(new SpeechRequest(SampleSentences.Of(voice.Language), voice.Id), cancellationToken: cancellationToken).ConfigureAwait(false);
        var sound = await AudioReader.ResampleAsync(utterance.Audio, Clock.ModelSampleRate, cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => VoiceMeter.Measure(sound, activity(), cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private string Key(Voice voice)
    {
        var name = voice.Id.Split(':', '/', '#');
        var model = name.Length > 1 ? models.List().FirstOrDefault(m => m.Kind == voice.Engine && m.Name == name[1]) : null;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Version}\0{voice.Engine}\0{voice.Id}\0{model?.Sha256}")))[..24];
    }

    private VoiceMeasures? Read(string key)
    {
        if (folder is null)
        {
            return null;
        }

        try
        {
            var entry = JsonSerializer.Deserialize<Entry>(File.ReadAllBytes(Path.Combine(folder, key + ".json")));
            return entry is not null && time.GetUtcNow() - entry.Measured < Kept ? entry.Measures : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private void Write(string key, Entry entry)
    {
        if (folder is null)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, key + ".json");
            var partial = $"{path}.{Guid.NewGuid():N}";
            File.WriteAllBytes(partial, JsonSerializer.SerializeToUtf8Bytes(entry));
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Measured again next time.
        }
    }

    private sealed record Entry(string Voice, DateTimeOffset Measured, VoiceMeasures Measures);
}
