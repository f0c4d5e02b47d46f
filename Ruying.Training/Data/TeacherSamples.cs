using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;

namespace Ruying.Training.Data;

/// <summary>Synthesised speech with the phoneme model's motion: sounds and languages that the corpus lacks.</summary>
internal static class TeacherSamples
{
    /// <summary>Loads what <c>prepare</c> spoke; each language counts as a speaker.</summary>
    public static IEnumerable<MotionSample> Load(string work, PhonemeMotionModel teacher)
    {
        foreach (var path in ClipPreparer.Files(Path.Combine(work, "speech"), "*.wav"))
        {
            var sound = WavFile.Read(path);
            var phonemes = PhonemeFile.Load(Path.ChangeExtension(path, ".tsv"));
            var motion = teacher.Predict(phonemes, sound.Seconds);
            SilenceGate.Apply(motion, SilenceGate.FromPhonemes(phonemes, motion.Frames));
            Closures.Apply(motion, phonemes);
            var samples = LogMel.NormaliseLevel(sound).ToMemory().Samples;
            Array.Resize(ref samples, motion.Frames * Clock.ModelSampleRate / Clock.FramesPerSecond);
            var language = Path.GetFileName(Path.GetDirectoryName(path)!);
            yield return new MotionSample(
                Path.GetFileName(path), $"teacher {language}", samples, phonemes, motion,
                [.. Enumerable.Repeat(true, motion.Frames)], new float[MouthMotion.Values]) { Taught = true };
        }
    }
}
