using Ruying.Pipeline.Media;
using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Speech.Voices;

/// <summary>
/// Counts what sounds like the kernel of a syllable: voiced peaks of the intensity with a dip at both sides (De Jong and Wempe 2009). No
/// language is asked for.
/// </summary>
internal static class SyllablePeaks
{
    /// <summary>A dip, in dB.</summary>
    private const double Dip = 2;

    /// <summary>Peaks further under the loudest ones are none, dB.</summary>
    private const double Range = 25;

    /// <summary>Of the levels' smoothing, in frames: without it each glottal pulse would be a peak.</summary>
    private const double Smooth = 2;

    /// <summary>Counts.</summary>
    /// <param name="sound">16 kHz.</param>
    /// <param name="pitch">Of <see cref="PitchTrack"/>.</param>
    /// <param name="heard">Of each picture frame, whether somebody speaks.</param>
    public static int Count(PcmAudio sound, float[] pitch, bool[] heard)
    {
        var levels = Levels(sound, pitch.Length);
        bool Heard(int f) => heard[f * Clock.FramesPerSecond / PitchTrack.FramesPerSecond];
        var least = Smoothing.Percentile(levels.Where((_, f) => Heard(f)), 0.99) - Range;
        var (count, top, bottom, rises) = (0, 0, 0, false);
        for (var f = 1; f < levels.Length; f++)
        {
            if (rises)
            {
                top = levels[f] > levels[top] ? f : top;
                if (levels[top] - levels[f] >= Dip)
                {
                    count += pitch[top] > 0 && Heard(top) && levels[top] > least ? 1 : 0;
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
        var step = sound.SampleRate / PitchTrack.FramesPerSecond;
        var energies = new double[frames];
        for (var f = 0; f < frames; f++)
        {
            foreach (var sample in sound.Samples.AsSpan(Math.Min(f * step, sound.Samples.Length)..Math.Min((f + 1) * step, sound.Samples.Length)))
            {
                energies[f] += sample * sample / step;
            }
        }

        return [.. Smoothing.Gaussian(energies, Smooth).Select(e => 10 * Math.Log10(e + 1e-10))];
    }
}
