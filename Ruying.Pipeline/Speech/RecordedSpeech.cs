using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Speech;

/// <summary>Takes a recording in place of synthesised speech.</summary>
public static class RecordedSpeech
{
    /// <summary>Shortest recording, in seconds.</summary>
    public const double MinSeconds = 0.5;

    private const double WindowSeconds = 0.05;

    /// <summary>-50 dB of full scale: a quiet voice lies at -40, a quiet room at -60.</summary>
    private const double SilenceLevel = 0.00316;

    /// <summary>Looks whether a recording can be said.</summary>
    /// <param name="audio">The recording, mono.</param>
    /// <exception cref="ScriptException">Shorter than <see cref="MinSeconds"/> (<c>audio.too_short</c>), or nothing in it
    /// is louder than a quiet room (<c>audio.silent</c>).</exception>
    public static void Require(ISound audio)
    {
        ArgumentNullException.ThrowIfNull(audio);
        if (audio.Seconds < MinSeconds)
        {
            throw new ScriptException(
                "audio.too_short", FormattableString.Invariant($"The recording has {audio.Seconds:0.00} s; it needs at least {MinSeconds} s."));
        }

        if (LoudestWindow(audio) < SilenceLevel)
        {
            throw new ScriptException("audio.silent", "The recording is silent: record it again louder, or choose another track.");
        }
    }

    private static double LoudestWindow(ISound audio)
    {
        var window = new float[(int)(audio.SampleRate * WindowSeconds)];
        var loudest = 0.0;
        for (var start = 0L; start + window.Length <= audio.Length; start += window.Length)
        {
            audio.Read(start, window);
            double mean = 0, energy = 0;
            foreach (var sample in window)
            {
                mean += sample;
                energy += (double)sample * sample;
            }

            // A constant offset is no sound.
            mean /= window.Length;
            loudest = Math.Max(loudest, Math.Sqrt(Math.Max(0, energy / window.Length - mean * mean)));
        }

        return loudest;
    }
}
