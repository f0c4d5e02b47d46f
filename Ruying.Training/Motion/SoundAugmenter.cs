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
        var loudness = (TensorPrimitives.Norm<float>(changed) / MathF.Sqrt(changed.Length)) + 1e-5f;
        if (random.NextSingle() < 0.5f)
        {
            AddNoise(changed, loudness * Decibels(-Between(random, 5, 35)), random);
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
