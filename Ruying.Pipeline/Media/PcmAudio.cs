namespace Ruying.Pipeline.Media;

/// <summary>Mono sound in memory.</summary>
/// <param name="Samples">Samples in -1..1.</param>
/// <param name="SampleRate">Samples a second.</param>
public sealed record PcmAudio(float[] Samples, int SampleRate) : ISound
{
    /// <inheritdoc/>
    public long Length => Samples.Length;

    /// <inheritdoc/>
    public double Seconds => (double)Samples.Length / SampleRate;

    /// <inheritdoc/>
    public void Read(long first, Span<float> samples)
    {
        var (from, to) = (Math.Clamp(first, 0, Length), Math.Clamp(first + samples.Length, 0, Length));
        if (to - from < samples.Length)
        {
            samples.Clear();
        }

        if (to > from)
        {
            Samples.AsSpan((int)from, (int)(to - from)).CopyTo(samples[(int)(from - first)..]);
        }
    }
}
