using Ruying.Pipeline.Media;
using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Speech.Voices;

/// <summary>
/// Counts what sounds like the kernel of a syllable: peaks of the intensity with a dip at both sides (after De Jong and Wempe 2009). The
/// intensity is that of the first formants: hum, fricatives and breath have little there. No language is asked for.
/// </summary>
internal static class SyllablePeaks
{
    // All four by trial, on espeak-ng and flite at 0.7 to 1.5 times their speed and on people whose syllables are known (docs/notebook/voice-fit.md).
    private const double LowHertz = 400, HighHertz = 2200, Dip = 1, Range = 20;

    private const int FramesPerSecond = 200;

    /// <summary>Of the intensity's smoothing, in frames: 15 ms, or each glottal pulse would be a peak.</summary>
    private const double Smooth = 3;

    /// <summary>Counts.</summary>
    /// <param name="sound">16 kHz.</param>
    /// <param name="heard">Of each picture frame, whether somebody speaks.</param>
    public static int Count(PcmAudio sound, bool[] heard)
    {
        var levels = Levels(sound, heard.Length * FramesPerSecond / Clock.FramesPerSecond);
        bool Heard(int f) => heard[f * Clock.FramesPerSecond / FramesPerSecond];
        var least = Smoothing.Percentile(levels.Where((_, f) => Heard(f)), 0.99) - Range;
        var (count, top, bottom, rises) = (0, 0, 0, false);
        for (var f = 1; f < levels.Length; f++)
        {
            if (rises)
            {
                top = levels[f] > levels[top] ? f : top;
                if (levels[top] - levels[f] >= Dip)
                {
                    count += Heard(top) && levels[top] > least ? 1 : 0;
                    (rises, bottom) = (false, f);
                }
            }
            else
            {
                bottom = levels[f] < levels[bottom] ? f : bottom;
                if (levels[f] - levels[bottom] >= Dip)
                {
                    (rises, top) = (true, f);
                }
            }
        }

        return count;
    }

    private static double[] Levels(PcmAudio sound, int frames)
    {
        var step = sound.SampleRate / FramesPerSecond;
        var energies = new double[frames];
        var low = Biquad.HighPass(LowHertz, sound.SampleRate);
        var high = Biquad.LowPass(HighHertz, sound.SampleRate);
        for (var i = 0; i < Math.Min(sound.Samples.Length, frames * step); i++)
        {
            var sample = high.Filter(low.Filter(sound.Samples[i]));
            energies[i / step] += sample * sample / step;
        }

        return [.. Smoothing.Gaussian(energies, Smooth).Select(e => 10 * Math.Log10(e + 1e-12))];
    }
}
