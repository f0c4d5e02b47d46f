using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;
using Ruying.Training.Data;

namespace Ruying.Training.Motion;

/// <summary>Measures motion models on footage that they were not trained on.</summary>
/// <param name="phonemes">The phoneme model.</param>
/// <param name="sound">The sound model.</param>
/// <param name="voiceActivity">For the gate.</param>
internal sealed class MotionEvaluator(PhonemeMotionModel phonemes, AudioMotionModel sound, VoiceActivity voiceActivity)
{
    private const float LeakOver = 0.06f;

    /// <summary>Scores of each model on a set of clips, as predicted and after gate and closures.</summary>
    public IEnumerable<MotionScore> Measure(string name, IReadOnlyList<MotionSample> clips)
    {
        if (clips.Count == 0)
        {
            yield break;
        }

        if (clips.All(c => c.Phonemes.Count > 0))
        {
            yield return Score("phonemes", c => phonemes.Predict(c.Phonemes, Seconds(c)));
            yield return Score("phonemes, gated and closed", c =>
            {
                var motion = phonemes.Predict(c.Phonemes, Seconds(c));
                SilenceGate.Apply(motion, SilenceGate.FromPhonemes(c.Phonemes, motion.Frames));
                Closures.Apply(motion, c.Phonemes);
                Closures.KeepLipsApart(motion, c.Neutral);
                return motion;
            });
        }

        yield return Score("sound", c => sound.Predict(Sound(c)));
        yield return Score("sound, gated", c =>
        {
            var motion = sound.Predict(Sound(c));
            SilenceGate.Apply(motion, SilenceGate.FromProbabilities(voiceActivity.Listen(Sound(c))));
            return motion;
        });

        MotionScore Score(string model, Func<MotionSample, MouthMotion> predict) =>
            MotionScore.Measure($"{name}: {model}", [.. clips.Select(c => (c, predict(c)))]);
    }

    /// <summary>Scores of the sound model on a person's last 30 %, after their first 70 % was learned from: range alone, and with the personal head.</summary>
    /// <param name="name">The person.</param>
    /// <param name="clips">In order; one clip is cut.</param>
    public IEnumerable<MotionScore> MeasurePersonal(string name, IReadOnlyList<MotionSample> clips)
    {
        const double Built = 0.7;
        var whole = MotionSample.Join(clips);
        var cut = (int)(whole.Frames * Built);
        var (built, held) = (whole.Slice(0, cut), whole.Slice(cut, whole.Frames));
        var director = new MotionDirector(phonemes, sound, voiceActivity);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var fit = director.Learn(Sound(built), built.Motion, built.Usable);
        var head = fit.Head is null ? "no head" : "head";
        yield return Score("range", fit with { Head = null });
        yield return Score($"range and {head}, learned in {watch.ElapsedMilliseconds} ms", fit);

        MotionScore Score(string how, SpeakerFit use) =>
            MotionScore.Measure($"{name}, last 30 %: {how}", [(held, director.FromSound(Sound(held), use, []))]);
    }

    /// <summary>Scores of the sound model with music and with noise of rooms 15 dB under the voice.</summary>
    public IEnumerable<MotionScore> MeasureDisturbed(string name, IReadOnlyList<MotionSample> clips)
    {
        foreach (var (what, disturbance) in new (string, Func<int, float[]>)[] { ("music", Disturbances.Music), ("noise", Disturbances.Noise) })
        {
            yield return MotionScore.Measure(
                $"{name}, {what} at {Disturbances.Under} dB: sound, gated",
                [.. clips.Select(c =>
                {
                    var heard = new PcmAudio(Disturbances.Mix(c.Sound, disturbance(c.Sound.Length)), Clock.ModelSampleRate);
                    var motion = sound.Predict(heard);
                    SilenceGate.Apply(motion, SilenceGate.FromProbabilities(voiceActivity.Listen(heard)));
                    return (c, motion);
                })]);
        }
    }

    /// <summary>Share of frames of silence and of noise at -50 dBFS in which the mouth stands open, before and after the gate.</summary>
    public IEnumerable<SilenceScore> MeasureSilence()
    {
        foreach (var (name, level) in new[] { ("silence", 0f), ("noise -50 dBFS", 0.00316f) })
        {
            var random = new Random(1);
            var samples = new float[10 * Clock.ModelSampleRate];
            for (var i = 0; i < samples.Length; i++)
            {
                samples[i] = level * RandomNumbers.Normal(random);
            }

            var audio = new PcmAudio(samples, Clock.ModelSampleRate);
            var motion = sound.Predict(audio);
            var raw = Leak(motion);
            SilenceGate.Apply(motion, SilenceGate.FromProbabilities(voiceActivity.Listen(audio)));
            yield return new SilenceScore(name, raw, Leak(motion));
        }
    }

    private static double Leak(MouthMotion motion) => Enumerable.Range(0, motion.Frames).Average(i => motion.Aperture(i) > LeakOver ? 1.0 : 0);

    private static double Seconds(MotionSample clip) => (double)clip.Frames / Clock.FramesPerSecond;

    private static PcmAudio Sound(MotionSample clip) => new(clip.Sound, Clock.ModelSampleRate);
}
