namespace Ruying.Pipeline.Media;

/// <summary>Mono sound that is read in pieces, so that an hour of it needs no more memory than a minute. Reading may be done by several threads.</summary>
public interface ISound
{
    /// <summary>Samples a second.</summary>
    int SampleRate { get; }

    /// <summary>Samples in all.</summary>
    long Length { get; }

    /// <summary>Length in seconds.</summary>
    double Seconds => (double)Length / SampleRate;

    /// <summary>Reads a stretch; before the sound's start and after its end there is silence.</summary>
    /// <param name="first">The first sample, which may lie outside.</param>
    /// <param name="samples">Takes samples in -1..1.</param>
    void Read(long first, Span<float> samples);

    /// <summary>All of it in memory.</summary>
    PcmAudio ToMemory()
    {
        var samples = new float[Length];
        Read(0, samples);
        return new PcmAudio(samples, SampleRate);
    }
}
