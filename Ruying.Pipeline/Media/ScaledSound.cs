using System.Numerics.Tensors;

namespace Ruying.Pipeline.Media;

/// <summary>A sound, louder or quieter.</summary>
/// <param name="sound">The sound.</param>
/// <param name="gain">Factor on its samples.</param>
internal sealed class ScaledSound(ISound sound, float gain) : ISound
{
    public int SampleRate => sound.SampleRate;

    public long Length => sound.Length;

    public void Read(long first, Span<float> samples)
    {
        sound.Read(first, samples);
        TensorPrimitives.Multiply(samples, gain, samples);
    }
}
