namespace Ruying.Pipeline.Media;

/// <summary>Mono sound in memory.</summary>
/// <param name="Samples">Samples in -1..1.</param>
/// <param name="SampleRate">Samples a second.</param>
public sealed record PcmAudio(float[] Samples, int SampleRate)
{
    /// <summary>Length in seconds.</summary>
    public double Seconds => (double)Samples.Length / SampleRate;
}
