using Ruying.Pipeline.Avatars.Assessment;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Speech.Voices;

/// <summary>Measures how somebody speaks.</summary>
public static class VoiceMeter
{
    /// <summary>Less voiced speech than this, in seconds, tells no pitch: a word or two.</summary>
    public const double LeastVoiced = 0.5;

    /// <summary>Less speech than this, in seconds, tells no rate.</summary>
    public const double LeastSpeech = 1.5;

    /// <summary>Measures.</summary>
    /// <param name="sound">16 kHz.</param>
    /// <param name="activity">Hears where somebody speaks.</param>
    /// <param name="cancellationToken">Stops within a few milliseconds.</param>
    /// <returns>Without a loudness.</returns>
    /// <exception cref="ArgumentException">Another sample rate.</exception>
    public static VoiceMeasures Measure(PcmAudio sound, VoiceActivity activity, CancellationToken cancellationToken = default) =>
        Measure(sound, [.. activity.Listen(sound, cancellationToken).Select(p => p > SoundMeasures.SpeechProbability)], cancellationToken);

    /// <summary>Measures.</summary>
    /// <param name="sound">16 kHz.</param>
    /// <param name="speech">Of each picture frame, whether somebody speaks.</param>
    /// <param name="cancellationToken">Stops within a few milliseconds.</param>
    /// <returns>Without a loudness.</returns>
    /// <exception cref="ArgumentException">Another sample rate.</exception>
    public static VoiceMeasures Measure(PcmAudio sound, IReadOnlyList<bool> speech, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sound);
        if (sound.SampleRate != Clock.ModelSampleRate)
        {
            throw new ArgumentException($"Sound of {Clock.ModelSampleRate} Hz is needed.", nameof(sound));
        }

        bool[] heard = [.. speech];
        var seconds = (double)heard.Count(h => h) / Clock.FramesPerSecond;
        if (seconds == 0)
        {
            return VoiceMeasures.None;
        }

        var track = PitchTrack.Of(sound, heard, cancellationToken);
        double[] voiced = [.. track.Where(h => h > 0).Select(h => (double)h)];
        var isPitched = voiced.Length >= LeastVoiced * PitchTrack.FramesPerSecond;
        return new VoiceMeasures(
            Math.Round(seconds, 2),
            isPitched ? new PitchRange(Share(0.5), Share(0.1), Share(0.9)) : null,
            Math.Round(voiced.Length / (seconds * PitchTrack.FramesPerSecond), 3),
            seconds >= LeastSpeech ? Math.Round(SyllablePeaks.Count(sound, heard) / seconds, 2) : null);

        double Share(double share) => Math.Round(Smoothing.Percentile(voiced, share), 1);
    }
}
