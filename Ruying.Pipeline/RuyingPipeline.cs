using FFMpegCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Evaluation;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Models.Pulling;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Pictures;
using Ruying.Pipeline.Rendering;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Lexicons;
using Ruying.Pipeline.Speech.Voices;
using Ruying.Pipeline.Studio;
using Ruying.Pipeline.Videos;
using Ruying.Pipeline.Videos.Segments;

namespace Ruying.Pipeline;

/// <summary>The parts of the pipeline, wired together: one for a process, shared by all its jobs.</summary>
public sealed class RuyingPipeline : IAsyncDisposable
{
    private readonly OnnxSessions _sessions;
    private readonly SpeechSynthesizer _speech;
    private readonly Lazy<MotionDirector> _director;

    /// <summary>Wires the parts; models are loaded when first used.</summary>
    /// <param name="options">Where to run.</param>
    /// <param name="loggerFactory">Where to log; null logs nothing.</param>
    /// <param name="time">The clock; null takes the system's.</param>
    public RuyingPipeline(PipelineOptions? options = null, ILoggerFactory? loggerFactory = null, TimeProvider? time = null)
    {
        Options = options ?? new PipelineOptions();
        GlobalFFOptions.Configure(new LimitedOptions { Limits = Options.Ffmpeg });
        var loggers = loggerFactory ?? NullLoggerFactory.Instance;
        var clock = time ?? TimeProvider.System;
        _sessions = new OnnxSessions(Options, loggers.CreateLogger<OnnxSessions>());
        Models = new ModelStore(Options.ImportedModelsFolder, _sessions, clock);
        Puller = new ModelPuller(Options, Models, clock, loggers.CreateLogger<ModelPuller>());
        Verifier = new ModelVerifier(Options, Models);
        _speech = SpeechSynthesizer.Local(_sessions, logger: loggers.CreateLogger<SpeechSynthesizer>(), store: Models, serversFile: Options.SpeechServersFile);
        Lazy<VoiceActivity> hearing = new(() => new VoiceActivity(_sessions.Get("voice-activity", threads: 1)));
        _director = new(() => new MotionDirector(
            new PhonemeMotionModel(_sessions.Get("mouth-motion-phonemes")),
            AudioMotionModel.Open(_sessions),
            hearing.Value));
        Lexicons = new LexiconFolder(Options.LexiconsFolder);
        Studio = new StudioTuner(_sessions);
        Avatars = new AvatarBuilder(_sessions, Studio, () => _director.Value, clock, loggers.CreateLogger<AvatarBuilder>());
        Engines = new MouthEngines(_sessions, Models);
        Segments = new SegmentStage(Engines);
        Voices = new VoiceFitter(_speech, new MeasuredVoices(
            _speech,
            () => hearing.Value,
            Models,
            Options.CacheFolder is { } cache ? Path.Combine(cache, "voices") : null,
            clock));
        Speaker = new ScriptSpeaker(_speech, Voices);
        Videos = new VideoRenderer(_speech, Voices, new RecordingIntake(AudioDecoders.Create(), _speech, hearing), () => _director.Value, Engines, new MatteMaker(_sessions), Segments, clock, loggers.CreateLogger<VideoRenderer>());
        Evaluator = new Evaluator(_sessions, Avatars, Studio, () => _director.Value, _speech, clock);
    }

    /// <summary>Where the pipeline runs.</summary>
    public PipelineOptions Options { get; }

    /// <inheritdoc cref="OnnxSessions.Device"/>
    public string Device => _sessions.Device;

    /// <summary>Builds avatars and reports on footage.</summary>
    public AvatarBuilder Avatars { get; }

    /// <summary>Tunes avatars to their persons.</summary>
    public StudioTuner Studio { get; }

    /// <summary>Renders parts of videos whose plan is made.</summary>
    public SegmentStage Segments { get; }

    /// <summary>The models that the user imported.</summary>
    public ModelStore Models { get; }

    /// <summary>Fetches models of the catalogue.</summary>
    public ModelPuller Puller { get; }

    /// <summary>Says whether models are still what they were.</summary>
    public ModelVerifier Verifier { get; }

    /// <summary>The lexicons that videos are to use; whoever asks for a video reads them into its request.</summary>
    public LexiconFolder Lexicons { get; }

    /// <summary>What can make mouths.</summary>
    public MouthEngines Engines { get; }

    /// <summary>Renders videos.</summary>
    public VideoRenderer Videos { get; }

    /// <summary>Measures how good avatars of given footage are.</summary>
    public Evaluator Evaluator { get; }

    /// <summary>Chooses the voice that fits an avatar.</summary>
    public VoiceFitter Voices { get; }

    /// <summary>Speaks the text of a video as the video will.</summary>
    public ScriptSpeaker Speaker { get; }

    /// <summary>Speaks.</summary>
    public ISpeechSynthesizer Speech => _speech;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _speech.DisposeAsync().ConfigureAwait(false);
        Puller.Dispose();
        _sessions.Dispose();
    }
}
