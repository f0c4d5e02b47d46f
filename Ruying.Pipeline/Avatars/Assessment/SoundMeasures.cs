using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>What a clip's sound is like.</summary>
/// <param name="Levels">Level of each picture frame, dBFS, -100 or more.</param>
/// <param name="Speech">How likely speech is in each picture frame, 0 to 1.</param>
/// <param name="LoudnessDbfs">Level of the speech, or of all sound where nobody speaks, dBFS (RMS; a full-scale square wave is 0).</param>
/// <param name="NoiseDbfs">Level of the quiet tenth, dBFS.</param>
/// <param name="SpeechShare">Share of frames with speech.</param>
/// <param name="FirstSpeechSeconds">When somebody first speaks; null when nobody does.</param>
/// <param name="ClippedShare">Share of samples in runs of three and more at the largest value.</param>
public sealed record SoundMeasures(
    float[] Levels, float[] Speech, double LoudnessDbfs, double NoiseDbfs, double SpeechShare, double? FirstSpeechSeconds, double ClippedShare)
{
    /// <summary>Over this a frame holds speech.</summary>
    public const float SpeechProbability = 0.5f;

    private const double Floor = -100;

    /// <summary>Speech over noise, dB.</summary>
    public double SnrDb => LoudnessDbfs - NoiseDbfs;

    /// <summary>Whether there is no sound worth the name: under -60 dBFS throughout.</summary>
    public bool Silent => Levels.Length == 0 || Levels.Max() < -60;

    /// <summary>Measures.</summary>
    /// <param name="sound">16 kHz.</param>
    /// <param name="voice">Hears speech.</param>
    /// <param name="cancellationToken">Stops within a few milliseconds.</param>
    /// <exception cref="ArgumentException">Another sample rate.</exception>
    public static SoundMeasures From(PcmAudio sound, VoiceActivity voice, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sound);
        var speech = voice.Listen(sound, cancellationToken);
        var levels = new float[speech.Length];
        var energies = new double[speech.Length];
        var step = sound.SampleRate / Clock.FramesPerSecond;
        for (var f = 0; f < levels.Length; f++)
        {
            var part = sound.Samples.AsSpan(Math.Min(f * step, sound.Samples.Length)..Math.Min((f + 1) * step, sound.Samples.Length));
            foreach (var sample in part)
            {
                energies[f] += sample * sample;
            }

            energies[f] /= Math.Max(1, part.Length);
            levels[f] = (float)Decibels(energies[f]);
        }

        var spoken = Enumerable.Range(0, speech.Length).Where(f => speech[f] > SpeechProbability).ToArray();
        var loud = spoken.Length > 0 ? spoken.Average(f => energies[f]) : energies.DefaultIfEmpty(0).Average();
        return new SoundMeasures(
            levels, speech, Decibels(loud), Smoothing.Percentile(levels.Select(l => (double)l), 0.05),
            (double)spoken.Length / Math.Max(1, speech.Length), spoken.Length > 0 ? (double)spoken[0] / Clock.FramesPerSecond : null, Clipped(sound.Samples));
    }

    private static double Decibels(double energy) => Math.Max(Floor, 10 * Math.Log10(energy + 1e-12));

    private static double Clipped(float[] samples)
    {
        var largest = samples.Length == 0 ? 0 : samples.Max(MathF.Abs);
        if (largest < 0.5f)
        {
            return 0;
        }

        long clipped = 0;
        var run = 0;
        foreach (var sample in samples)
        {
            run = MathF.Abs(sample) >= largest * 0.999f ? run + 1 : 0;
            clipped += run == 3 ? 3 : run > 3 ? 1 : 0;
        }

        return (double)clipped / samples.Length;
    }
}
