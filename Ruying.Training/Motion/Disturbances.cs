using System.Numerics.Tensors;
using Ruying.Pipeline.Media;

namespace Ruying.Training.Motion;

/// <summary>What else may be heard in a recording, at 16 kHz; the same every time.</summary>
internal static class Disturbances
{
    /// <summary>Decibels by which they are quieter than the voice.</summary>
    public const int Under = 15;

    /// <summary>Chords of plucked strings over a beat.</summary>
    public static float[] Music(int samples)
    {
        const double Beat = 0.5, Decay = 3;
        double[][] chords = [[220, 261.6, 329.6], [174.6, 220, 261.6], [261.6, 329.6, 392], [196, 246.9, 293.7]];
        var random = new Random(2);
        var music = new float[samples];
        for (var i = 0; i < samples; i++)
        {
            var time = (double)i / Clock.ModelSampleRate;
            var since = time % Beat;
            var tone = chords[(int)(time / (2 * Beat)) % chords.Length]
                .Sum(hertz => Enumerable.Range(1, 5).Sum(k => Math.Sin(2 * Math.PI * hertz * k * time) / k));
            music[i] = (float)((tone * Math.Exp(-Decay * since)) + (2 * RandomNumbers.Normal(random) * Math.Exp(-40 * since)));
        }

        return music;
    }

    /// <summary>Brown noise, as of rooms and roads.</summary>
    public static float[] Noise(int samples)
    {
        const float Memory = 0.9f;
        var random = new Random(3);
        var noise = new float[samples];
        for (var i = 1; i < samples; i++)
        {
            noise[i] = (Memory * noise[i - 1]) + RandomNumbers.Normal(random);
        }

        return noise;
    }

    /// <summary>Voice and disturbance together.</summary>
    public static float[] Mix(float[] voice, float[] disturbance)
    {
        var gain = TensorPrimitives.Norm<float>(voice) / Math.Max(TensorPrimitives.Norm<float>(disturbance), 1e-6f) * MathF.Pow(10, -Under / 20f);
        var mixed = new float[voice.Length];
        TensorPrimitives.MultiplyAdd(disturbance, gain, voice, mixed);
        return mixed;
    }
}
