using Ruying.Pipeline.Media;
using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Motion;

/// <summary>
/// Who speaks louder opens the mouth further: a slow, gentle gain on the motion by the sound's loudness against the clip's own, for
/// motion made from phonemes, which do not tell it. The
/// level of a recording does not matter, only how it changes.
/// </summary>
public static class Emphasis
{
    /// <summary>Bounds of the gain.</summary>
    public const float Least = 0.85f, Most = 1.2f;

    /// <summary>Gain for each decibel over the clip's own loudness: twice as much begins to cost r on sentences of GRID.</summary>
    private const double PerDecibel = 0.0125;

    /// <summary>Standard deviation of the smoothing, frames: about 300 ms wide.</summary>
    private const double Slowness = 3;

    /// <summary>Sound this far under the clip's loudest is no speech.</summary>
    private const double Floor = 30;

    private const double Silence = 1e-7;

    /// <summary>The gains of a clip.</summary>
    /// <param name="sound">Any rate.</param>
    /// <param name="frames">Frames of the motion.</param>
    /// <returns>One a frame, <see cref="Least"/> to <see cref="Most"/>; 1 on the mean over what is loud enough to be speech; 1 throughout where nothing is.</returns>
    public static float[] Gains(ISound sound, int frames)
    {
        ArgumentNullException.ThrowIfNull(sound);
        var energy = Smoothing.Gaussian(Energy(sound, frames), Slowness);
        var decibels = energy.Select(e => 10 * Math.Log10(e + Silence)).ToArray();
        var loud = decibels.DefaultIfEmpty(0).Max() - Floor;
        var speech = decibels.Select(d => d > loud && d > 10 * Math.Log10(2 * Silence)).ToArray();
        var gains = new float[frames];
        Array.Fill(gains, 1);
        if (!speech.Contains(true))
        {
            return gains;
        }

        // Clipping moves the mean; a few rounds bring it back.
        var usual = decibels.Where((_, i) => speech[i]).Average();
        for (var round = 0; round < 5; round++)
        {
            gains = [.. decibels.Select(d => (float)Math.Clamp(1 + (PerDecibel * (d - usual)), Least, Most))];
            usual += (gains.Where((_, i) => speech[i]).Average() - 1) / PerDecibel;
        }

        return gains;
    }

    /// <summary>Scales a motion, in place.</summary>
    /// <param name="motion">The motion.</param>
    /// <param name="gains">One a frame.</param>
    public static void Apply(MouthMotion motion, ReadOnlySpan<float> gains)
    {
        ArgumentNullException.ThrowIfNull(motion);
        for (var frame = 0; frame < motion.Frames; frame++)
        {
            foreach (ref var value in motion.Frame(frame))
            {
                value *= gains[frame];
            }
        }
    }

    private static double[] Energy(ISound sound, int frames)
    {
        var perFrame = (double)sound.SampleRate / Clock.FramesPerSecond;
        var samples = new float[(int)perFrame];
        var energy = new double[frames];
        for (var i = 0; i < frames; i++)
        {
            var first = (long)(i * perFrame);
            var own = samples.AsSpan(0, (int)Math.Clamp(sound.Length - first, 0, samples.Length));
            sound.Read(first, own);
            energy[i] = own.IsEmpty ? 0 : System.Numerics.Tensors.TensorPrimitives.SumOfSquares<float>(own) / own.Length;
        }

        return energy;
    }
}
