using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;

namespace Ruying.Training.Data;

/// <summary>Samples as the sound model learns them: with what is heard, and at one range of movement, because range belongs to the person.</summary>
internal static class HeardSamples
{
    /// <summary>Standard deviation of the gap, neutral mouth widths: that of GRID's speakers.</summary>
    private const double Range = 0.11;

    /// <summary>Computes the features and brings each speaker to one range.</summary>
    public static IEnumerable<MotionSample> From(IEnumerable<MotionSample> samples, SpeechEmbedding embedding)
    {
        foreach (var speaker in samples.GroupBy(s => s.Speaker))
        {
            var gain = (float)(Range / Math.Max(GapDeviation(speaker), 1e-3));
            foreach (var sample in speaker)
            {
                yield return sample with
                {
                    Features = embedding.Open(new PcmAudio(sample.Sound, Clock.ModelSampleRate), sample.Frames)(0, sample.Frames),
                    Motion = new MouthMotion([.. sample.Motion.Displacement.Select(v => v * gain)], sample.Motion.Coefficients),
                };
            }
        }
    }

    private static double GapDeviation(IEnumerable<MotionSample> samples)
    {
        double[] gaps = [.. samples.SelectMany(s => Enumerable.Range(0, s.Frames).Where(i => s.Usable[i]).Select(i => (double)s.Motion.Aperture(i)))];
        var mean = gaps.Average();
        return Math.Sqrt(gaps.Average(g => (g - mean) * (g - mean)));
    }
}
