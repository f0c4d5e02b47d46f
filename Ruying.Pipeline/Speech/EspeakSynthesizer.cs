using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ruying.Pipeline.Speech.Espeak;

namespace Ruying.Pipeline.Speech;

/// <summary>
/// Speaks with espeak-ng, which runs in host processes of its own. The same request always gives the same samples.
/// May be called from several threads; dispose it to end the hosts.
/// </summary>
public sealed class EspeakSynthesizer : ISpeechSynthesizer, IAsyncDisposable
{
    /// <summary>Silence before the first sound, in seconds: the mouth starts closed.</summary>
    public const double LeadingSilence = 0.3;

    /// <summary>Silence after the last sound, in seconds: the mouth ends closed.</summary>
    public const double TrailingSilence = 0.5;

    /// <summary>Pause between paragraphs, in seconds at rate 1.</summary>
    public const double ParagraphPause = 0.6;

    /// <summary>Pause between sentences, in seconds at rate 1.</summary>
    public const double SentencePause = 0.35;

    /// <summary>Pause where a very long sentence was cut, in seconds at rate 1.</summary>
    public const double ClausePause = 0.15;

    private const string Stage = "speak";
    private readonly SpeechHostPool _pool;
    private readonly SemaphoreSlim _voicesGate = new(1, 1);
    private EspeakVoices? _voices;

    /// <summary>Starts nothing yet: hosts start with the first call.</summary>
    /// <param name="options">How to run the hosts.</param>
    /// <param name="logger">Where to log; null logs nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">No hosts allowed.</exception>
    public EspeakSynthesizer(SpeechHostOptions? options = null, ILogger? logger = null)
    {
        options ??= new SpeechHostOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxHosts, 1, nameof(options));
        _pool = new SpeechHostPool(options, logger ?? NullLogger.Instance);
    }

    /// <inheritdoc/>
    public string Name => EspeakVoices.Engine;

    /// <summary>Host processes that are up.</summary>
    internal IReadOnlyCollection<int> HostProcessIds => _pool.ProcessIds;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Voice>> ListVoicesAsync(CancellationToken cancellationToken = default) =>
        (await VoicesAsync(cancellationToken)).Catalog.Voices;

    /// <summary>The voices, to be searched by id or language.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="EnvironmentException">The engine is not installed (<c>speech.engine_missing</c>).</exception>
    public async Task<VoiceCatalog> GetCatalogAsync(CancellationToken cancellationToken = default) =>
        (await VoicesAsync(cancellationToken)).Catalog;

    /// <inheritdoc/>
    public async Task<Utterance> SpeakAsync(
        SpeechRequest request, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckRange("rate", request.Rate, 0.5, 2);
        CheckRange("pitch", request.Pitch, -12, 12);
        CheckRange("volume", request.Volume, 0, 2);
        var script = Script.Parse(request.Text);
        var voice = (await VoicesAsync(cancellationToken)).Identifier(request.Voice);
        var prosody = EspeakProsody.From(request.Rate, request.Pitch);
        UtteranceBuilder? builder = null;
        for (var i = 0; i < script.Sentences.Count; i++)
        {
            var sentence = script.Sentences[i];
            var reply = await CallAsync(
                new HostRequest("speak", sentence.Text, voice, prosody.WordsPerMinute, prosody.Pitch), cancellationToken);
            if (builder is null)
            {
                builder = new UtteranceBuilder(script, reply.SampleRate, request.Volume);
                builder.AddPause(LeadingSilence);
            }

            builder.Add(sentence, SpokenSentence.From(sentence.Text, reply, prosody.Stretch));
            var isLast = i == script.Sentences.Count - 1;
            builder.AddPause(isLast ? TrailingSilence : PauseAfter(sentence) / request.Rate);
            if (!isLast)
            {
                progress?.Report(new StageProgress(Stage, (i + 1.0) / script.Sentences.Count));
            }
        }

        if (!builder!.HasSpeech)
        {
            throw new ScriptException("script.empty", $"The voice {request.Voice} can say nothing of this script; choose a voice of its language.");
        }

        var utterance = builder.Build();
        progress?.Report(new StageProgress(Stage, 1));
        return utterance;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    private static double PauseAfter(ScriptSentence sentence) => sentence.Break switch
    {
        ScriptBreak.Paragraph => ParagraphPause,
        ScriptBreak.Sentence => SentencePause,
        _ => ClausePause,
    };

    private static void CheckRange(string name, double value, double min, double max)
    {
        if (!(value >= min && value <= max))
        {
            throw new ScriptException(
                "speech.option_out_of_range", FormattableString.Invariant($"The {name} is {value}; choose one from {min} to {max}."));
        }
    }

    private async Task<EspeakVoices> VoicesAsync(CancellationToken cancellationToken)
    {
        if (_voices is { } known)
        {
            return known;
        }

        await _voicesGate.WaitAsync(cancellationToken);
        try
        {
            return _voices ??= new EspeakVoices((await CallAsync(new HostRequest("voices"), cancellationToken)).Voices);
        }
        finally
        {
            _voicesGate.Release();
        }
    }

    private async Task<HostReply> CallAsync(HostRequest request, CancellationToken cancellationToken)
    {
        var reply = await _pool.CallAsync(request, cancellationToken);
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
