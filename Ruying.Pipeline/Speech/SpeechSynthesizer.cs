using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ruying.Pipeline.Speech.Espeak;
using Ruying.Pipeline.Speech.Festival;
using Ruying.Pipeline.Speech.Flite;

namespace Ruying.Pipeline.Speech;

/// <summary>
/// Speaks scripts with the engines of this machine, sentence by sentence. May be called from several threads; dispose it to end what the
/// engines run.
/// </summary>
public sealed class SpeechSynthesizer : ISpeechSynthesizer, IAsyncDisposable
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
    private readonly IReadOnlyList<ISpeechEngine> _engines;

    internal SpeechSynthesizer(IReadOnlyList<ISpeechEngine> engines) => _engines = engines;

    /// <summary>The engines that this machine has. Starts nothing yet.</summary>
    /// <param name="options">How to run espeak-ng's hosts.</param>
    /// <param name="logger">Where to log; null logs nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">No hosts allowed.</exception>
    public static SpeechSynthesizer Local(SpeechHostOptions? options = null, ILogger? logger = null)
    {
        options ??= new SpeechHostOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxHosts, 1, nameof(options));
        logger ??= NullLogger.Instance;
        return new SpeechSynthesizer([new EspeakEngine(options, logger), new FliteEngine(logger), new FestivalEngine(logger)]);
    }

    /// <inheritdoc/>
    public async Task<VoiceCatalog> GetCatalogAsync(CancellationToken cancellationToken = default)
    {
        var voices = new List<Voice>();
        foreach (var engine in _engines)
        {
            voices.AddRange(await engine.ListVoicesAsync(cancellationToken).ConfigureAwait(false));
        }

        return new VoiceCatalog(voices);
    }

    /// <inheritdoc/>
    public async Task<Utterance> SpeakAsync(
        SpeechRequest request, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckRange("rate", request.Rate, 0.5, 2);
        CheckRange("pitch", request.Pitch, -12, 12);
        CheckRange("volume", request.Volume, 0, 2);
        var script = Script.Parse(request.Text);
        var voice = (await GetCatalogAsync(cancellationToken).ConfigureAwait(false)).Find(request.Voice);
        var engine = _engines.First(e => e.Name == voice.Engine);
        UtteranceBuilder? builder = null;
        for (var i = 0; i < script.Sentences.Count; i++)
        {
            var sentence = script.Sentences[i];
            var spoken = await engine.SpeakAsync(new SentenceRequest(sentence.Text, voice, request.Rate, request.Pitch), cancellationToken).ConfigureAwait(false);
            if (builder is null)
            {
                builder = new UtteranceBuilder(script, spoken.SampleRate, request.Volume);
                builder.AddPause(LeadingSilence);
            }

            builder.Add(sentence, spoken);
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
    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines)
        {
            await engine.DisposeAsync().ConfigureAwait(false);
        }
    }

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
}
