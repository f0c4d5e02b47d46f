namespace Ruying.Pipeline.Speech.Neural;

/// <summary>Makes a sentence of what a network or a server gave: pitch, and no silence at its ends.</summary>
internal static class NeuralSound
{
    private const double WindowSeconds = 0.005;

    /// <summary>Kept before and after what is heard, so that weak first and last sounds stay whole.</summary>
    private const double MarginSeconds = 0.015;

    /// <summary>-46 dB of the loudest sample: under the weakest fricatives, over a network's noise.</summary>
    private const double RelativeSilence = 0.005;

    /// <summary>By how much the sound must be resampled for a pitch; a network must speak that much slower.</summary>
    /// <param name="semitones">-12 to 12.</param>
    public static double Stretch(double semitones) => Math.Pow(2, semitones / 12);

    /// <param name="samples">-1 to 1; louder ones are cut off.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="stretch">From <see cref="Stretch"/>.</param>
    public static SpokenSentence Finish(float[] samples, int sampleRate, double stretch) =>
        new(Trim(Resampling.Play(SpokenSentence.ToPcm(samples), stretch), sampleRate), sampleRate, [], []);

    private static short[] Trim(short[] pcm, int sampleRate)
    {
        var peak = pcm.Length == 0 ? 0 : pcm.Max(sample => Math.Abs((int)sample));
        var silence = Math.Max(SpokenSentence.Silence, peak * RelativeSilence);
        var window = (int)(WindowSeconds * sampleRate);
        var (first, last) = (-1, -1);
        for (var start = 0; start < pcm.Length; start += window)
        {
            var part = pcm.AsSpan(start, Math.Min(window, pcm.Length - start));
            double energy = 0;
            foreach (var sample in part)
            {
                energy += (double)sample * sample;
            }

            if (Math.Sqrt(energy / part.Length) > silence)
            {
                first = first < 0 ? start : first;
                last = start + part.Length;
            }
        }

        var margin = (int)(MarginSeconds * sampleRate);
        return first < 0 ? [] : pcm[Math.Max(0, first - margin)..Math.Min(pcm.Length, last + margin)];
    }
}
