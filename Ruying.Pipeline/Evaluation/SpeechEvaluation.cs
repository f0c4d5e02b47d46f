using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Rendering;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Alignment;
using Ruying.Pipeline.Speech.Espeak;
using Ruying.Pipeline.Videos;
using Ruying.Pipeline.Videos.Segments;

namespace Ruying.Pipeline.Evaluation;

/// <summary>
/// What an avatar does with synthesised speech, whose sounds and times are known exactly: planned and rendered as any video, and measured
/// by the mesh.
/// </summary>
/// <param name="sessions">The process's networks.</param>
/// <param name="synthesizer">Speaks.</param>
/// <param name="director">Moves the mouth.</param>
internal sealed class SpeechEvaluation(OnnxSessions sessions, ISpeechSynthesizer synthesizer, MotionDirector director)
{
    private const int Seed = 1;

    /// <summary>Adds <c>closure_share_speech</c> and its kin.</summary>
    /// <param name="results">Takes the measures.</param>
    /// <param name="avatar">Who speaks.</param>
    /// <param name="engine">Makes the mouths.</param>
    /// <param name="path">Where to encode the video.</param>
    /// <param name="done">Hears fractions.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    public async Task MeasureAsync(IDictionary<string, object> results, AvatarPackage avatar, MouthEngineFactory engine, string path, Action<double> done, CancellationToken cancellationToken)
    {
        var spoken = await SpeakAsync(avatar, cancellationToken).ConfigureAwait(false);
        var motion = new MouthMotion([.. spoken.SelectMany(s => s.Motion.Displacement)], [.. spoken.SelectMany(s => s.Motion.Coefficients)]);
        var plan = new RenderPlanner(avatar).Plan(motion, Seed);
        var rendered = 0;
        await new SegmentRenderer(avatar, plan, engine, label: null).RenderAsync(
            path, 0, motion.Frames, new VideoWriterOptions(), () => done(0.5 * ++rendered / motion.Frames), cancellationToken).ConfigureAwait(false);
        var clip = await MeasuredClip.FromAsync(
            sessions, VideoReader.ReadAsync(path, cancellationToken: cancellationToken), avatar.Manifest.Template, null, n => done(0.5 + (0.5 * n / motion.Frames)), cancellationToken).ConfigureAwait(false);
        bool[] seen = [.. plan.BaseFrames.Select((b, t) => avatar.Frames[b].Usable && t < clip.Present.Length && clip.Present[t])];
        var lips = ClosureMeasures.Of(clip.Shapes, seen, avatar.Manifest.Neutral.Shape);
        var predicted = ClosureMeasures.Of(motion);
        PhonemeTiming[] all = [.. spoken.SelectMany(s => s.Phonemes)];
        var closures = lips.Sounds(all);
        Put(results, "closure_share_speech", closures.Value);
        Put(results, "closure_share_speech_geometry", predicted.Sounds(all).Value);
        foreach (var sentence in spoken)
        {
            Put(results, $"closure_share_speech_{sentence.Language}", lips.Sounds(sentence.Phonemes).Value);
        }

        results["closures_counted_speech"] = closures.Count;
        var spans = SpeechSpans.Of(all);
        Put(results, "closure_share_pauses_speech", lips.Pauses(SpeechSpans.Pauses(spans, (double)motion.Frames / Clock.FramesPerSecond)).Value);
        LeadIn.Put(results, "_speech", lips.LeadIns(spans));
    }

    private static void Put(IDictionary<string, object> results, string key, double? value)
    {
        if (value is { } known)
        {
            results[key] = known;
        }
    }

    private async Task<List<Spoken>> SpeakAsync(AvatarPackage avatar, CancellationToken cancellationToken)
    {
        // One engine for all machines, so that figures can be compared.
        var voices = (await synthesizer.GetCatalogAsync(cancellationToken).ConfigureAwait(false)).Of(EspeakVoices.Engine);
        var manifest = avatar.Manifest;
        var spoken = new List<Spoken>();
        var frames = 0;
        foreach (var (language, text) in SpokenSentences.All)
        {
            var utterance = await synthesizer.SpeakAsync(new SpeechRequest(text, voices.Default(language).Id), cancellationToken: cancellationToken).ConfigureAwait(false);
            var motion = director.FromSpeech(utterance.Phonemes, utterance.Audio, manifest.Fit, manifest.Neutral.InWidths(), cancellationToken);
            var start = (double)frames / Clock.FramesPerSecond;
            spoken.Add(new Spoken(language, motion, [.. utterance.Phonemes.Select(p => p with { Start = p.Start + start, End = p.End + start })]));
            frames += motion.Frames;
        }

        return spoken;
    }

    /// <summary>One language's sentences, times from the start of all.</summary>
    private sealed record Spoken(string Language, MouthMotion Motion, IReadOnlyList<PhonemeTiming> Phonemes);
}
