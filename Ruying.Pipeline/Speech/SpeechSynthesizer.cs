using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Motion;
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

    /// <summary>The longest silence that may be asked for before and after, in seconds.</summary>
    public const double LongestSilence = 10;

    private const string Stage = "speak";
    private readonly IReadOnlyList<ISpeechEngine> _engines;
    private readonly SentenceTimer _timer;
    private readonly RecordingTimer _recordings;
    private readonly Lazy<VoiceActivity> _hearing;
    private readonly ILogger _logger;

    /// <summary>The first engine knows the times of its sounds: it reads again what others do not time.</summary>
    internal SpeechSynthesizer(IReadOnlyList<ISpeechEngine> engines, Lazy<SpeechWarp> warp, Lazy<VoiceActivity> hearing, ILogger? logger = null)
    {
        _engines = engines;
        _logger = logger ?? NullLogger.Instance;
        _timer = new SentenceTimer(engines[0], warp);
        _recordings = new RecordingTimer(engines[0], warp);
        _hearing = hearing;
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

        return new SpeechSynthesizer(engines, new(() => SpeechWarp.Open(sessions)), new(() => new VoiceActivity(sessions.Get("voice-activity", threads: 1))), logger);
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
    public async IAsyncEnumerable<SpokenPart> StreamAsync(
        SpeechRequest request, IProgress<StageProgress>? progress = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckRange("rate", request.Rate, 0.5, 2);
        CheckRange("pitch", request.Pitch, -12, 12);
        CheckRange("volume", request.Volume, 0, 2);
        CheckRange("silence before", request.Lead, 0, LongestSilence);
        CheckRange("silence after", request.Tail, 0, LongestSilence);
        var script = Script.Parse(request.Text);
        var catalog = await GetCatalogAsync(cancellationToken).ConfigureAwait(false);
        var voice = catalog.Find(request.Voice);
        SpeechLength.RequireLeast(script, voice.Language, request.Rate);
        var lexicon = new LexiconReplacer(request.Lexicons);
        SpeechAssembler? assembler = null;
        for (var i = 0; i < script.Sentences.Count; i++)
        {
            var speaker = VoiceOf(script.Sentences[i].Style, voice, catalog);
            var sentence = lexicon.Apply(script.Sentences[i], speaker.Language);
            var spoken = await SayAsync(sentence, speaker, request, cancellationToken).ConfigureAwait(false);
            if (assembler is null)
            {
                assembler = new SpeechAssembler(script, spoken.SampleRate);
                assembler.AddPause(request.Lead);
            }

            spoken = await spoken.ResampleAsync(assembler.SampleRate, cancellationToken).ConfigureAwait(false);
            assembler.Add(sentence, spoken, request.Volume * sentence.Style.Volume);
            SpeechLength.Require(assembler.Length);
            var isLast = i == script.Sentences.Count - 1;
            assembler.AddPause(isLast ? request.Tail : (sentence.Pause ?? 0) + (PauseAfter(sentence) / request.Rate));
            if (isLast && !assembler.HasSpeech)
            {
                throw new ScriptException("script.empty", $"The voice {request.Voice} can say nothing of this script; choose a voice of its language.");
            }

            yield return assembler.Take(isLast);
            progress?.Report(new StageProgress(Stage, (i + 1.0) / script.Sentences.Count));
        }
    }

    /// <inheritdoc/>
    public async Task<SpeechTimes> TimeAsync(string text, string language, ISound recording, CancellationToken cancellationToken = default)
    {
        var script = Script.Parse(text);
        var speech = await Task.Run(() => SpeechSpans.Of(_hearing.Value.Listen(recording, cancellationToken)), cancellationToken).ConfigureAwait(false);
        return speech.Count > 0
            ? await _recordings.TimeAsync(script, language, recording, speech, cancellationToken).ConfigureAwait(false)
            : throw new ScriptException("audio.no_speech", "Nobody speaks in this recording: choose another, or leave its text out.");
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
            ? await _timer.TimeAsync(asked.Text, voice.Language, spoken, pronunciations: asked.Pronunciations, cancellationToken: cancellationToken).ConfigureAwait(false)
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
