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

    /// <summary>An utterance without known words or sounds.</summary>
    /// <param name="audio">The recording, mono.</param>
    /// <exception cref="ScriptException">Shorter than <see cref="MinSeconds"/> (<c>audio.too_short</c>), longer than <see cref="Script.MaxSeconds"/> (<c>audio.too_long</c>), or nothing in it
    /// is louder than a quiet room (<c>audio.silent</c>).</exception>
    public static Utterance From(PcmAudio audio)
    {
        ArgumentNullException.ThrowIfNull(audio);
        if (audio.Seconds < MinSeconds)
        {
            throw new ScriptException(
                "audio.too_short", FormattableString.Invariant($"The recording has {audio.Seconds:0.00} s; it needs at least {MinSeconds} s."));
        }

        if (audio.Seconds > Script.MaxSeconds)
        {
            throw new ScriptException(
                "audio.too_long", FormattableString.Invariant($"The recording has {audio.Seconds / 60:0.0} minutes; split it into parts of at most {Script.MaxSeconds / 60:0}."));
        }

        return LoudestWindow(audio) >= SilenceLevel
            ? new Utterance(audio, [], [])
            : throw new ScriptException("audio.silent", "The recording is silent: record it again louder, or choose another track.");
    }

    private static double LoudestWindow(PcmAudio audio)
    {
        var window = (int)(audio.SampleRate * WindowSeconds);
        var loudest = 0.0;
        for (var start = 0; start + window <= audio.Samples.Length; start += window)
        {
            double mean = 0, energy = 0;
            foreach (var sample in audio.Samples.AsSpan(start, window))
            {
                mean += sample;
                energy += (double)sample * sample;
            }

            // A constant offset is no sound.
            mean /= window;
            loudest = Math.Max(loudest, Math.Sqrt(Math.Max(0, energy / window - mean * mean)));
        }

        return loudest;
    }
}
