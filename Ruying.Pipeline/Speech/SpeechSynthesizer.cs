using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Speech.Alignment;
using Ruying.Pipeline.Speech.Espeak;
using Ruying.Pipeline.Speech.Festival;
using Ruying.Pipeline.Speech.Flite;
using Ruying.Pipeline.Speech.Http;
using Ruying.Pipeline.Speech.Kokoro;
using Ruying.Pipeline.Speech.Lexicons;
using Ruying.Pipeline.Speech.Piper;

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
    private readonly SentenceTimer _timer;
    private readonly ILogger _logger;

    /// <summary>The first engine knows the times of its sounds: it reads again what others do not time.</summary>
    internal SpeechSynthesizer(IReadOnlyList<ISpeechEngine> engines, Lazy<SpeechWarp> warp, ILogger? logger = null)
    {
        _engines = engines;
        _logger = logger ?? NullLogger.Instance;
        _timer = new SentenceTimer(engines[0], warp);
    }

    /// <summary>The engines that this machine has. Starts nothing yet.</summary>
    /// <param name="sessions">Lends the network that times what an engine does not; not used before.</param>
    /// <param name="options">How to run espeak-ng's hosts.</param>
    /// <param name="logger">Where to log; null logs nothing.</param>
    /// <param name="store">The imported voices; null has none.</param>
    /// <param name="serversFile">See <see cref="PipelineOptions.SpeechServersFile"/>; null has none.</param>
    /// <exception cref="ArgumentOutOfRangeException">No hosts allowed.</exception>
    public static SpeechSynthesizer Local(
        OnnxSessions sessions, SpeechHostOptions? options = null, ILogger? logger = null, ModelStore? store = null, string? serversFile = null)
    {
        options ??= new SpeechHostOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxHosts, 1, nameof(options));
        logger ??= NullLogger.Instance;
        var espeak = new EspeakEngine(options, logger);
        var engines = new List<ISpeechEngine> { espeak, new FliteEngine(logger), new FestivalEngine(logger) };
        if (store is not null)
        {
            engines.Add(new PiperEngine(store, sessions, espeak, logger));
            engines.Add(new KokoroEngine(store, sessions, espeak, logger));
        }

        if (serversFile is not null)
        {
            engines.Add(new HttpEngine(serversFile, Environment.GetEnvironmentVariable));
        }

        return new SpeechSynthesizer(engines, new(() => SpeechWarp.Open(sessions)), logger);
    }

    /// <inheritdoc/>
    public async Task<VoiceCatalog> GetCatalogAsync(CancellationToken cancellationToken = default)
    {
        var voices = new List<Voice>();
        foreach (var engine in _engines)
        {
            voices.AddRange(await engine.ListVoicesAsync(cancellationToken).ConfigureAwait(false));
        }

        return new VoiceCatalog([.. voices.Where(LanguageVoices.IsOffered)]);
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
        var catalog = await GetCatalogAsync(cancellationToken).ConfigureAwait(false);
        var voice = catalog.Find(request.Voice);
        SpeechLength.RequireLeast(script, voice.Language, request.Rate);
        var lexicon = new LexiconReplacer(request.Lexicons);
        UtteranceBuilder? builder = null;
        for (var i = 0; i < script.Sentences.Count; i++)
        {
            var speaker = VoiceOf(script.Sentences[i].Style, voice, catalog);
            var sentence = lexicon.Apply(script.Sentences[i], speaker.Language);
            var spoken = await SayAsync(sentence, speaker, request, cancellationToken).ConfigureAwait(false);
            if (builder is null)
            {
                builder = new UtteranceBuilder(script, spoken.SampleRate);
                builder.AddPause(LeadingSilence);
            }

            spoken = await spoken.ResampleAsync(builder.SampleRate, cancellationToken).ConfigureAwait(false);
            builder.Add(sentence, spoken, request.Volume * sentence.Style.Volume);
            SpeechLength.Require(builder.Length);
            var isLast = i == script.Sentences.Count - 1;
            builder.AddPause(isLast ? TrailingSilence : (sentence.Pause ?? 0) + (PauseAfter(sentence) / request.Rate));
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

    private static Voice VoiceOf(SpeakingStyle style, Voice own, VoiceCatalog catalog) =>
        style.Voice is { } name ? catalog.Find(name)
        : style.Language is { } language && !string.Equals(language, own.Language, StringComparison.OrdinalIgnoreCase) ? catalog.Default(language)
        : own;

    private async Task<SpokenSentence> SayAsync(ScriptSentence sentence, Voice voice, SpeechRequest request, CancellationToken cancellationToken)
    {
        var engine = _engines.First(e => e.Name == voice.Engine);
        var rate = Math.Clamp(request.Rate * sentence.Style.Rate, 0.5, 2);
        var pitch = Math.Clamp(request.Pitch + sentence.Style.Pitch, -12, 12);
        var asked = new SentenceRequest(sentence.Text, voice, rate, pitch) { Pronunciations = sentence.Pronunciations };
        if (asked.Pronunciations.Count > 0 && !engine.SpeaksIpa)
        {
            _logger.LogWarning("The voice {Voice} cannot be given sounds; it reads the letters.", voice.Id);
            asked = asked with { Pronunciations = [] };
        }

        var spoken = await engine.SpeakAsync(asked, cancellationToken).ConfigureAwait(false);
        return spoken is { Phonemes.Count: 0, Pcm.Length: > 0 }
            ? await _timer.TimeAsync(asked.Text, asked.Pronunciations, voice.Language, spoken, cancellationToken).ConfigureAwait(false)
            : spoken;
    }

    private static double PauseAfter(ScriptSentence sentence) => sentence.Break switch
    {
        ScriptBreak.Paragraph => ParagraphPause,
        ScriptBreak.Sentence => SentencePause,
        ScriptBreak.None => 0,
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
