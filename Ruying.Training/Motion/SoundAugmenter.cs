using System.Numerics.Tensors;
using Ruying.Pipeline.Media;

namespace Ruying.Training.Motion;

/// <summary>Makes one recording sound like others: rooms, noise, level.</summary>
internal static class SoundAugmenter
{
    private const int Echoes = 60;

    /// <summary>A changed copy, as long.</summary>
    public static float[] Change(float[] sound, Random random)
    {
        var changed = random.NextSingle() < 0.25f ? Echo(sound, random) : [.. sound];
        if (random.NextSingle() < 0.6f)
        {
            Colour(changed, random);
        }

        var loudness = (TensorPrimitives.Norm<float>(changed) / MathF.Sqrt(changed.Length)) + 1e-5f;
        if (random.NextSingle() < 0.5f)
        {
            AddNoise(changed, loudness * Decibels(-Between(random, 5, 35)), random);
        }

        if (random.NextSingle() < 0.2f)
        {
            AddMusic(changed, loudness * Decibels(-Between(random, 10, 30)), random);
        }

        TensorPrimitives.Multiply(changed, Decibels(Between(random, -34, -18)) / loudness, changed);
        return changed;
    }

    /// <summary>A number between two.</summary>
    public static float Between(Random random, float low, float high) => float.Lerp(low, high, random.NextSingle());

    /// <summary>Normally distributed.</summary>
    public static float Normal(Random random) =>
        MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle())) * MathF.Cos(2 * MathF.PI * random.NextSingle());

    /// <summary>A gain.</summary>
    public static float Decibels(float value) => MathF.Pow(10, value / 20);

    private static float[] Echo(float[] sound, Random random)
    {
        var result = sound.ToArray();
        var length = Between(random, 0.05f, 0.35f) * Clock.ModelSampleRate;
        for (var i = 0; i < Echoes; i++)
        {
            var delay = (int)(length * random.NextSingle());
            if (delay < sound.Length)
            {
                var gain = 0.2f * Normal(random) * MathF.Exp(-6 * delay / length);
                TensorPrimitives.MultiplyAdd(sound.AsSpan(0, sound.Length - delay), gain, result.AsSpan(delay), result.AsSpan(delay));
            }
        }

        return result;
    }

    /// <summary>Another microphone: brighter or darker, and sometimes one peak or dip, or nothing above a telephone's band.</summary>
    private static void Colour(float[] sound, Random random)
    {
        var tilt = Between(random, -0.5f, 0.7f);
        var (before, low) = (0f, 0f);
        var cut = random.NextSingle() < 0.3f ? Between(random, 0.35f, 0.9f) : 1;
        for (var i = 0; i < sound.Length; i++)
        {
            var sample = sound[i];
            low += cut * (sample - (tilt * before) - low);
            before = sample;
            sound[i] = low;
        }

        if (random.NextSingle() < 0.6f)
        {
            Peak(sound, Between(random, 200, 4500), Between(random, -9, 9), Between(random, 0.5f, 2));
        }
    }

    /// <summary>A peaking filter (R. Bristow-Johnson's audio equaliser cookbook).</summary>
    private static void Peak(float[] sound, float hertz, float decibels, float quality)
    {
        var amplitude = MathF.Sqrt(Decibels(decibels));
        var (sin, cos) = MathF.SinCos(2 * MathF.PI * hertz / Clock.ModelSampleRate);
        var alpha = sin / (2 * quality);
        var a0 = 1 + (alpha / amplitude);
        var (b0, b1, b2, a2) = ((1 + (alpha * amplitude)) / a0, -2 * cos / a0, (1 - (alpha * amplitude)) / a0, (1 - (alpha / amplitude)) / a0);
        float x1 = 0, x2 = 0, y1 = 0, y2 = 0;
        for (var i = 0; i < sound.Length; i++)
        {
            var x = sound[i];
            var y = (b0 * x) + (b1 * x1) + (b2 * x2) - (b1 * y1) - (a2 * y2);
            (x2, x1, y2, y1) = (x1, x, y1, y);
            sound[i] = y;
        }
    }

    /// <summary>Held chords of a few harmonic notes with a beat.</summary>
    private static void AddMusic(float[] sound, float level, Random random)
    {
        const int Notes = 4, Harmonics = 3;
        var beat = (int)(Between(random, 0.25f, 0.8f) * Clock.ModelSampleRate);
        for (var start = 0; start < sound.Length; start += beat)
        {
            for (var note = 0; note < Notes; note++)
            {
                var hertz = 110 * MathF.Pow(2, random.Next(0, 36) / 12f);
                for (var harmonic = 1; harmonic <= Harmonics; harmonic++)
                {
                    // A turning phasor is ten times as fast as a sine for each sample.
                    var (im, re) = MathF.SinCos(2 * MathF.PI * hertz * harmonic / Clock.ModelSampleRate);
                    var (x, y) = (level * 0.7f / harmonic, 0f);
                    for (var i = start; i < Math.Min(start + beat, sound.Length); i++)
                    {
                        (x, y) = (0.99995f * ((x * re) - (y * im)), 0.99995f * ((x * im) + (y * re)));
                        sound[i] += y;
                    }
                }
            }
        }
    }

    private static void AddNoise(float[] sound, float level, Random random)
    {
        // White, or brown as of rooms and roads.
        var memory = random.NextSingle() < 0.5f ? 0 : Between(random, 0.8f, 0.99f);
        var gain = level * MathF.Sqrt(1 - (memory * memory));
        var noise = 0f;
        for (var i = 0; i < sound.Length; i++)
        {
            // The sum of four uniform numbers is near enough to normal and five times as fast.
            var white = (random.NextSingle() + random.NextSingle() + random.NextSingle() + random.NextSingle() - 2) * 1.73f;
            noise = (memory * noise) + (gain * white);
            sound[i] += noise;
        }
    }
}
