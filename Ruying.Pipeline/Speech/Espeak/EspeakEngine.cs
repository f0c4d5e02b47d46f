using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Ruying.Pipeline.Speech.Espeak;

/// <summary>
/// Speaks with espeak-ng, which runs in host processes of its own. The same request always gives the same samples. Starts nothing yet:
/// hosts start with the first call.
/// </summary>
/// <param name="options">How to run the hosts.</param>
/// <param name="logger">Where to log.</param>
internal sealed class EspeakEngine(SpeechHostOptions options, ILogger logger) : ISpeechEngine
{
    private readonly SpeechHostPool _pool = new(options, logger);
    private readonly Once<EspeakVoices> _voices = new();
    private readonly ConcurrentDictionary<string, EspeakSounds> _sounds = new();

    public string Name => EspeakVoices.Engine;

    public bool SpeaksIpa => true;

    /// <summary>Host processes that are up.</summary>
    public IReadOnlyCollection<int> HostProcessIds => _pool.ProcessIds;

    public async Task<IReadOnlyList<Voice>> ListVoicesAsync(CancellationToken cancellationToken) =>
        (await VoicesAsync(cancellationToken).ConfigureAwait(false)).Catalog.Voices;

    public async Task<SpokenSentence> SpeakAsync(SentenceRequest request, CancellationToken cancellationToken)
    {
        var voice = (await VoicesAsync(cancellationToken).ConfigureAwait(false)).Identifier(request.Voice.Id);
        var prosody = EspeakProsody.From(request.Rate, request.Pitch);
        var isGiven = request.Pronunciations.Count > 0;
        var sounds = isGiven ? await SoundsAsync(voice, cancellationToken).ConfigureAwait(false) : null;
        var text = isGiven ? new EspeakText(request.Text, request.Pronunciations, given => sounds!.Write(given, request.Voice.Id)) : null;
        var reply = await CallAsync(
            new HostRequest("speak", text?.Text ?? request.Text, voice, prosody.WordsPerMinute, prosody.Pitch, isGiven), cancellationToken).ConfigureAwait(false);
        return EspeakSentence.From(request.Text, reply, prosody.Stretch, text);
    }

    /// <summary>How espeak-ng reads a text.</summary>
    /// <param name="text">On one line.</param>
    /// <param name="voice">What espeak-ng calls the voice or its language (<c>en-us</c>).</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ScriptException">There is no such voice (<c>voice.unknown</c>).</exception>
    /// <exception cref="EnvironmentException">As <see cref="SpeakAsync"/>.</exception>
    public async Task<IReadOnlyList<TranscribedClause>> TranscribeAsync(string text, string voice, CancellationToken cancellationToken)
    {
        var reply = await AskToTranscribeAsync(text, voice, cancellationToken).ConfigureAwait(false);
        return [.. reply.Transcript.Zip(reply.Marks, TranscribedClause.From)];
    }

    /// <summary>The same with the switches of language, such as <c>(en)</c>, in it.</summary>
    public async Task<IReadOnlyList<string>> TranscribeRawAsync(string text, string voice, CancellationToken cancellationToken) =>
        (await AskToTranscribeAsync(text, voice, cancellationToken).ConfigureAwait(false)).Transcript;

    /// <summary>How espeak-ng reads a text, given sounds in their places as they are.</summary>
    /// <param name="request">The text and the sounds; its voice is not looked at.</param>
    /// <param name="voice">As above.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<IReadOnlyList<TranscribedClause>> TranscribeAsync(SentenceRequest request, string voice, CancellationToken cancellationToken)
    {
        var clauses = new List<TranscribedClause>();
        var at = 0;
        foreach (var given in request.Pronunciations)
        {
            await ReadToAsync(given.Start).ConfigureAwait(false);
            clauses.Add(new TranscribedClause(EspeakSounds.Plain(given.Ipa), ""));
            at = given.End;
        }

        await ReadToAsync(request.Text.Length).ConfigureAwait(false);
        return clauses;

        async Task ReadToAsync(int end)
        {
            // The marks right after given sounds end their clause.
            for (; clauses.Count > 0 && at < end && ".,?!:;".Contains(request.Text[at], StringComparison.Ordinal); at++)
            {
                clauses[^1] = clauses[^1] with { Mark = request.Text[at].ToString() };
            }

            var part = request.Text[at..end];
            if (ScriptWords.Find(part).Count > 0)
            {
                clauses.AddRange(await TranscribeAsync(part, voice, cancellationToken).ConfigureAwait(false));
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _voices.Dispose();
        return _pool.DisposeAsync();
    }

    /// <summary>What a voice can be told to say; its identifier is the engine's.</summary>
    private async Task<EspeakSounds> SoundsAsync(string identifier, CancellationToken cancellationToken)
    {
        if (!_sounds.TryGetValue(identifier, out var sounds))
        {
            sounds = new EspeakSounds((await CallAsync(new HostRequest("sounds", Voice: identifier), cancellationToken).ConfigureAwait(false)).Sounds);
            _sounds[identifier] = sounds;
        }

        return sounds;
    }

    private async Task<HostReply> AskToTranscribeAsync(string text, string voice, CancellationToken cancellationToken)
    {
        // The library finds voices by their file, not by their language.
        var identifier = (await VoicesAsync(cancellationToken).ConfigureAwait(false)).TryIdentifier(voice) ?? voice;
        return await CallAsync(new HostRequest("transcribe", text, identifier), cancellationToken).ConfigureAwait(false);
    }

    private Task<EspeakVoices> VoicesAsync(CancellationToken cancellationToken) => _voices.GetAsync(
        async token => new EspeakVoices((await CallAsync(new HostRequest("voices"), token).ConfigureAwait(false)).Voices), cancellationToken);

    private async Task<HostReply> CallAsync(HostRequest request, CancellationToken cancellationToken)
    {
        var reply = await _pool.CallAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.Error switch
        {
            null => reply,
            "speech.engine_missing" => throw new EnvironmentException(
                reply.Error, $"espeak-ng is not installed ({reply.Message}); install the packages espeak-ng and libespeak-ng1."),
            "voice.unknown" => throw new ScriptException(reply.Error, $"The voice cannot be loaded: {reply.Message}."),
            _ => throw new EnvironmentException("speech.engine_failed", $"The speech engine failed: {reply.Error}, {reply.Message}."),
        };
    }
}
