using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Captions;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Pictures;
using Ruying.Pipeline.Rendering;
using Ruying.Pipeline.Sound;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Voices;
using Ruying.Pipeline.Videos.Segments;

namespace Ruying.Pipeline.Videos;

/// <summary>A finished video.</summary>
/// <param name="Path">The MP4 or WebM.</param>
/// <param name="Seconds">Its length.</param>
/// <param name="Frames">Its frames, 25 a second.</param>
/// <param name="Captions">The caption files beside it; none where none were asked for.</param>
/// <param name="StageSeconds">How long each stage took.</param>
public sealed record VideoResult(string Path, double Seconds, int Frames, IReadOnlyList<string> Captions, IReadOnlyDictionary<string, double> StageSeconds)
{
    /// <summary>The script's marks and when they are passed.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<MarkTiming> Marks { get; init; } = [];

    /// <summary>The voice that was chosen for the avatar; null where one was asked for, or a recording is said.</summary>
    public FittedVoice? Voice { get; init; }
}

/// <summary>Avatar and script in, video out.</summary>
/// <param name="synthesizer">Speaks.</param>
/// <param name="voices">Chooses the voice where none is asked for.</param>
/// <param name="recordings">Takes recordings in.</param>
/// <param name="director">Moves the mouth; made when first needed.</param>
/// <param name="engines">Make the mouths.</param>
/// <param name="mattes">Tell the person from what is behind.</param>
/// <param name="renderer">Renders the frames.</param>
/// <param name="time">The clock for the date of making.</param>
/// <param name="logger">Hears how long each stage took.</param>
public sealed class VideoRenderer(
    ISpeechSynthesizer synthesizer, VoiceFitter voices, RecordingIntake recordings, Func<MotionDirector> director, MouthEngines engines, MatteMaker mattes, SegmentStage renderer, TimeProvider time, ILogger<VideoRenderer>? logger = null)
{
    private readonly ScriptSpeaker _speaker = new(synthesizer, voices);
    private readonly ILogger _logger = logger ?? NullLogger<VideoRenderer>.Instance;

    /// <summary>Renders; <paramref name="outputPath"/>, and the captions beside it, appear whole or not at all.</summary>
    /// <param name="avatar">Who speaks.</param>
    /// <param name="request">What is said.</param>
    /// <param name="outputPath">The video to write; replaced if it exists.</param>
    /// <param name="workFolder">Where stages keep what they made; a second call with the same input goes on from there.</param>
    /// <param name="progress">Stages <c>speak</c>, <c>move</c>, <c>plan</c>, <c>render</c>, <c>assemble</c>.</param>
    /// <param name="crew">Who renders the segments; null for this worker alone.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    /// <exception cref="ScriptException">The text, voice or recording cannot be spoken; <c>motion.option_out_of_range</c>;
    /// <c>captions.no_words</c>: captions of a recording without its words; <c>script.transcript_alone</c>, <c>transcript.mismatch</c>, <c>audio.no_speech</c>; <c>sound.option_out_of_range</c>, <c>music.not_audio</c>, <c>music.silent</c>.</exception>
    /// <exception cref="PictureException">The picture that was asked for cannot be had, or its background cannot be read: <c>picture.*</c>.</exception>
    /// <exception cref="ModelException">The engine's model is not there, or cannot be run.</exception>
    /// <exception cref="EnvironmentException"><c>disk.full</c>: not enough room for the video and its parts; <c>captions.no_font</c>.</exception>
    public async Task<VideoResult> RenderAsync(
        AvatarPackage avatar, VideoRequest request, string outputPath, string workFolder, IProgress<StageProgress>? progress = null, ISegmentCrew? crew = null, CancellationToken cancellationToken = default)
    {
        RequireExpressiveness(request.Expressiveness);
        if (request.Captions.Wanted && request is { AudioPath: not null, Transcript: null })
        {
            throw CaptionSplitter.NoWords();
        }

        request.Sound.Check();
        var wanted = request.Picture ?? new PictureOptions();
        wanted.Check();
        var music = request.Sound.MusicPath is { } piece ? await MusicBed.OpenAsync(piece, cancellationToken).ConfigureAwait(false) : null;
        var model = engines.Choose(request.Engine, avatar.Manifest.Engine);
        (request, var fitted) = await _speaker.ChooseAsync(avatar.Manifest, request, cancellationToken).ConfigureAwait(false);
        var key = Key(avatar, request, model);
        var folder = Path.Combine(workFolder, $"video-{key}");
        Directory.CreateDirectory(folder);
        var stages = new StageClock(progress, _logger);

        var spoken = await stages.RunAsync("speak", report => SpeakAsync(request, folder, report, cancellationToken)).ConfigureAwait(false);
        var planner = new RenderPlanner(avatar);
        var (motion, plan) = PlanFile.Find(folder, planner) is var (knownMotion, known) ? (knownMotion, known) : (null, null);
        motion = await stages.RunAsync("move", async () => motion ?? await MoveAsync(avatar, spoken, request, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        var frames = request.Preview?.Frames(motion.Frames) ?? motion.Frames;
        DiskSpace.Require(folder, VideoBytes(avatar, frames) * 2, "the video");

        // The same frames whatever the engine, the captions and the music, so that they can be compared; and of a preview.
        var seed = BitConverter.ToInt32(Convert.FromHexString(Key(avatar, request with { Engine = null, Captions = new(), Sound = new(), Preview = null, Picture = null }, model: null)[..8]));
        var picture = new PictureOrder(Framing(avatar, wanted, request.Preview), wanted.Background with { PicturePath = null }, wanted.Format);
        await stages.RunAsync("plan", async report =>
        {
            plan ??= await Task.Run(() => Plan(planner, motion, seed, frames, folder), cancellationToken).ConfigureAwait(false);
            await SetAsync(avatar, wanted.Background, picture.Framing, plan, folder, report, cancellationToken).ConfigureAwait(false);
            return plan;
        }).ConfigureAwait(false);

        var labelSeconds = Provenance.LabelDuration(avatar.Consent, request.Label);
        var label = labelSeconds == 0 ? null : new LabelOverlay(Provenance.Label, picture.Framing.Width, picture.Framing.Height, labelSeconds);
        var captions = request.Captions.Wanted ? new VideoCaptions(Script.Parse(request.Text ?? request.Transcript!), spoken, picture.Framing.Width, picture.Framing.Height, label, request.Preview?.Seconds) : null;
        var burnt = request.Captions.Burn && captions is not null ? Path.GetFileName(await captions.WriteToBurnAsync(folder, cancellationToken).ConfigureAwait(false)) : null;
        new RenderOrder(RenderOrder.Of(avatar), model?.Name, labelSeconds, burnt, picture).Write(folder);
        var segments = await stages.RunAsync("render", report => renderer.RenderAsync(avatar, folder, crew ?? new LoneCrew(), report, cancellationToken), frames).ConfigureAwait(false);
        var files = await stages.RunAsync(
            "assemble",
            async () =>
            {
                using var result = new ResultFiles(outputPath);
                captions?.Write(request.Captions.Files, result);
                var sound = Path.Combine(folder, "sound.wav");
                await SoundMixer.MixAsync(frames < motion.Frames ? spoken.Beginning(folder, frames) : spoken.SoundPath, music, sound, request.Sound, request.Text is null ? 1 : request.Volume, cancellationToken).ConfigureAwait(false);
                await VideoAssembler.AssembleAsync(segments, sound, result.Video, Provenance.Tags(avatar, time.GetUtcNow()), picture.Format, picture.IsTransparent, cancellationToken).ConfigureAwait(false);
                return result.Publish();
            }).ConfigureAwait(false);
        var seconds = (double)frames / Clock.FramesPerSecond;
        return new VideoResult(outputPath, seconds, frames, files, stages.Seconds)
        {
            Marks = request.Preview is null ? spoken.Marks : [.. spoken.Marks.Where(mark => mark.Seconds < seconds)],
            Voice = fitted,
        };
    }

    // What x264 needs at this quality at most, measured on detailed footage: 0.25 bit a pixel.
    private static long VideoBytes(AvatarPackage avatar, int frames) => (long)avatar.Manifest.Width * avatar.Manifest.Height * frames / 32;

    // By their contents recording and music are the same on every machine, wherever they lie.
    private static string Key(AvatarPackage avatar, VideoRequest request, StoredModel? model)
    {
        var manifest = File.ReadAllBytes(Path.Combine(avatar.Folder, AvatarPackage.ManifestName));
        var sounds = string.Join('/', new[] { request.AudioPath, request.Sound.MusicPath, request.Picture?.Background.PicturePath }.Select(path => File.Exists(path) ? RecordingIntake.Mark(path) : ""));
        request = request with { AudioPath = null, Sound = request.Sound with { MusicPath = null }, Picture = request.Picture is { } picture ? picture with { Background = picture.Background with { PicturePath = null } } : null };
        byte[] parts = [.. SHA256.HashData(manifest), .. JsonSerializer.SerializeToUtf8Bytes(request), .. System.Text.Encoding.UTF8.GetBytes(sounds), .. JsonSerializer.SerializeToUtf8Bytes(model)];
        return Convert.ToHexStringLower(SHA256.HashData(parts))[..16];
    }

    private static Framing Framing(AvatarPackage avatar, PictureOptions wanted, PreviewOptions? preview) =>
        Pictures.Framing.Of(avatar.Manifest.Width, avatar.Manifest.Height, avatar.Frames, wanted.Aspect, wanted.Resolution, preview?.ShortSide);

    // What rendering needs of the background: who is before it, and the picture it is.
    private async Task SetAsync(AvatarPackage avatar, Background background, Framing framing, RenderPlan plan, string folder, Action<double> report, CancellationToken cancellationToken)
    {
        if (background is { Kind: BackgroundKind.Picture, PicturePath: { } path })
        {
            await BackgroundPicture.TakeAsync(path, folder, framing.Width, framing.Height, cancellationToken).ConfigureAwait(false);
        }

        if (background.Kind != BackgroundKind.Original)
        {
            await mattes.MakeAsync(avatar, plan.BaseFrames, framing, folder, report, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<SpokenTrack> SpeakAsync(VideoRequest request, string folder, Action<double> report, CancellationToken cancellationToken)
    {
        if ((request.Text is null) == (request.AudioPath is null))
        {
            throw new ScriptException("script.choose_one", "Give either a text or a recording.");
        }

        if (request is { AudioPath: null, Transcript: not null })
        {
            throw new ScriptException("script.transcript_alone", "A transcript says what a recording says: give the recording too, or the words as the text.");
        }

        if (SpokenTrack.Find(folder) is { } known)
        {
            return known;
        }

        if (request.AudioPath is { } path)
        {
            return await recordings.TakeAsync(path, request, folder, cancellationToken).ConfigureAwait(false);
        }

        var speech = _speaker.StreamAsync(request, new StageFraction(report), cancellationToken);
        return await SpokenTrack.KeepAsync(folder, speech, cancellationToken, request.Preview?.HeardSeconds).ConfigureAwait(false);
    }

    private async Task<MouthMotion> MoveAsync(AvatarPackage avatar, SpokenTrack spoken, VideoRequest request, CancellationToken cancellationToken)
    {
        var fit = avatar.Manifest.Fit.Times(request.Expressiveness);
        var neutral = avatar.Manifest.Neutral.InWidths();

        // A recording moves the mouth by its sound, whatever is known of its words: the person's own voice says more.
        var synthesised = request.AudioPath is null;
        using var sound = WavSound.Open(
            synthesised ? spoken.SoundPath : await AudioReader.AtRateAsync(spoken.SoundPath, Clock.ModelSampleRate, cancellationToken).ConfigureAwait(false));
        return await Task.Run(
            () => synthesised
                ? director().FromSpeech(spoken.Phonemes, sound, fit, neutral, cancellationToken)
                : director().FromSound(sound, fit, neutral, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    private static RenderPlan Plan(RenderPlanner planner, MouthMotion motion, int seed, int frames, string folder)
    {
        var plan = planner.Plan(motion, seed).First(frames);
        PlanFile.Write(folder, motion, plan);
        return plan;
    }

    private static void RequireExpressiveness(double value)
    {
        if (!(value >= VideoRequest.LeastExpressiveness && value <= VideoRequest.MostExpressiveness))
        {
            throw new ScriptException(
                "motion.option_out_of_range",
                FormattableString.Invariant($"The expressiveness is {value}; choose a value from {VideoRequest.LeastExpressiveness} to {VideoRequest.MostExpressiveness}."));
        }
    }
}
