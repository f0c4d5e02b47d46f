using System.Text.Json;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Rendering;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Alignment;
using Ruying.Pipeline.Studio;

namespace Ruying.Pipeline.Evaluation;

/// <summary>
/// How good an avatar of some footage is: built from its first 70 %, driven over its last 30 % by its own true geometry, by its own sound
/// and by silence, made to speak five languages, and measured again by the mesh on the encoded results.
/// </summary>
/// <param name="sessions">The process's networks.</param>
/// <param name="builder">Prepares the footage.</param>
/// <param name="tuner">Tunes to the person where that is asked for; it learns from remembered mouths only, so from the first part.</param>
/// <param name="director">Moves the mouth; made when first needed.</param>
/// <param name="synthesizer">Speaks.</param>
/// <param name="time">The clock for the date of building.</param>
public sealed class Evaluator(OnnxSessions sessions, AvatarBuilder builder, StudioTuner tuner, Func<MotionDirector> director, ISpeechSynthesizer synthesizer, TimeProvider time)
{
    /// <summary>The page that <see cref="EvaluateAsync"/> leaves in the work folder.</summary>
    public const string PageName = "evaluation.html";

    private const double BuiltShare = 0.7;

    private static readonly string[] TimedStages = ["track", "learn", "tune"];

    /// <summary>Frames on either side of a cut that count for nothing.</summary>
    private const int CutReach = 3;

    /// <summary>Measures.</summary>
    /// <param name="footagePath">The clip; words that lie beside it (<see cref="ClipSentences"/>) tell when p, b and m are said.</param>
    /// <param name="workFolder">Where stages keep what they made; the rendered clips <c>true.mp4</c>, <c>predicted.mp4</c>, <c>silent.mp4</c> and <c>speech.mp4</c> stay there to be looked at.</param>
    /// <param name="options">How to build.</param>
    /// <param name="transcript">What is said in the clip, where no words lie beside it; null when it is not known.</param>
    /// <param name="progress">The build's stages and <c>true</c>, <c>predicted</c>, <c>silent</c>, <c>speech</c>.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    /// <exception cref="FootageException">No avatar can be built from the first part.</exception>
    /// <exception cref="ScriptException">The transcript cannot be aligned.</exception>
    public async Task<EvaluationResult> EvaluateAsync(
        string footagePath, string workFolder, AvatarOptions options, Transcript? transcript = null, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await using var memory = new ProcessTree();
        var stages = new StageClock(progress, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var (input, report) = await builder.PrepareAsync([footagePath], workFolder, options, stages, progress, cancellationToken).ConfigureAwait(false);
        report.RequireUsable();

        var built = (int)(input.Track.Frames * BuiltShare);
        var folder = Path.Combine(workFolder, "evaluated-avatar");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        await stages.RunAsync("learn", () => new AvatarLearner(sessions, director(), time).LearnAsync(input, folder, "evaluated", null, built, cancellationToken: cancellationToken)).ConfigureAwait(false);
        StudioTuning? tuning = null;
        if (options.Studio)
        {
            tuning = await stages.RunAsync("tune", report => tuner.TuneAsync(folder, workFolder, new StudioOptions(), report, cancellationToken)).ConfigureAwait(false);
        }

        using var avatar = AvatarPackage.Open(folder);
        using var harmoniser = new HarmoniserSession(avatar, sessions);
        var sentences = ClipSentences.Find(footagePath, input.Footage.Frames);
        var real = RealClip.From(avatar.BasePath, input.Track, avatar.Manifest.Template, built, AwayFromCuts(input.Usable, report, sentences));
        var heard = await HearAsync(input.Footage, sentences, transcript, built, cancellationToken).ConfigureAwait(false);
        var results = new Dictionary<string, object>
        {
            ["clip"] = Path.GetFileName(footagePath),
            ["frames_built"] = built,
            ["frames_tested"] = real.Frames,
        };
        using var run = new EvaluationRun(sessions, avatar, harmoniser.Network, real, director(), workFolder, results);
        await stages.RunAsync("true", done => run.TrueAsync(done, cancellationToken)).ConfigureAwait(false);
        if (heard is not null)
        {
            await stages.RunAsync("predicted", done => run.PredictedAsync(heard, done, cancellationToken)).ConfigureAwait(false);
        }

        await stages.RunAsync("silent", done => run.SilentAsync(done, cancellationToken)).ConfigureAwait(false);
        using var engine = new MouthEngineFactory(() => new MouthRenderer(avatar, harmoniser.Network));
        await stages.RunAsync(
            "speech",
            async done =>
            {
                await new SpeechEvaluation(sessions, synthesizer, director()).MeasureAsync(results, avatar, engine, Path.Combine(workFolder, "speech.mp4"), done, cancellationToken).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        if (tuning is not null)
        {
            results["studio"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(tuning.Outcome.ToString());
        }

        foreach (var stage in TimedStages.Where(stages.Seconds.ContainsKey))
        {
            results[$"seconds_{stage}"] = stages.Seconds[stage];
        }

        results["seconds_render"] = run.RenderSeconds;
        results["frames_per_second"] = real.Frames / run.RenderSeconds;
        results["peak_memory_mb"] = memory.PeakBytes / 1048576.0;
        var ordered = MeasureCatalog.InOrder(results);
        var page = Path.Combine(workFolder, PageName);
        await File.WriteAllTextAsync(page, EvaluationPage.Html(ordered, run.Sheets, run.Curves), cancellationToken).ConfigureAwait(false);
        return new EvaluationResult(ordered, page);
    }

    // The head's place is smoothed over time: across a cut, or where two clips were joined, it is nobody's.
    private static bool[] AwayFromCuts(bool[] usable, FootageReport report, IReadOnlyList<TimedSentence> sentences)
    {
        var result = usable.ToArray();
        foreach (var time in report.Findings.Where(f => f.Code == "cut").SelectMany(f => f.Times.Select(t => t.Start)).Concat(sentences.Select(s => s.Start)).Where(t => t > 0))
        {
            var cut = (int)Math.Round(time * Clock.FramesPerSecond);
            for (var i = Math.Max(0, cut - CutReach); i < Math.Min(result.Length, cut + CutReach); i++)
            {
                result[i] = false;
            }
        }

        return result;
    }

    private async Task<HeardPart?> HearAsync(NormalisedFootage footage, IReadOnlyList<TimedSentence> known, Transcript? transcript, int built, CancellationToken cancellationToken)
    {
        if (footage.AudioPath16k is not { } path)
        {
            return null;
        }

        var sound = WavFile.Read(path);
        var perFrame = sound.SampleRate / Clock.FramesPerSecond;
        var later = new PcmAudio(sound.Samples[Math.Min(sound.Samples.Length, built * perFrame)..Math.Min(sound.Samples.Length, footage.Frames * perFrame)], sound.SampleRate);
        var start = (double)built / Clock.FramesPerSecond;
        var sentences = known.Where(s => s.End > start).ToArray();
        if (sentences.Length > 0)
        {
            var phonemes = await new SentenceAligner(synthesizer, SpeechWarp.Open(sessions)).AlignAllAsync(sentences, sound, cancellationToken).ConfigureAwait(false);
            return new HeardPart(later, SpeechSpans.Within(SpeechSpans.Of(sentences), start, start + later.Seconds), From(phonemes, start));
        }

        var voice = new VoiceActivity(sessions.Get("voice-activity", threads: 1));
        var spans = SpeechSpans.Of(voice.Listen(sound, cancellationToken));
        var said = transcript is null ? [] : await new TranscriptAligner(synthesizer, SpeechWarp.Open(sessions)).AlignAsync(transcript, sound, spans, cancellationToken).ConfigureAwait(false);
        return new HeardPart(later, SpeechSpans.Within(spans, start, start + later.Seconds), From(said, start));
    }

    private static PhonemeTiming[] From(IReadOnlyList<PhonemeTiming> phonemes, double start) =>
        [.. phonemes.Where(p => p.Start >= start).Select(p => p with { Start = p.Start - start, End = p.End - start })];
}
