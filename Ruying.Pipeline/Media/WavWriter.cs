namespace Ruying.Pipeline.Media;

/// <summary>Writes a WAV of ours as its samples come. The file appears complete, or not at all.</summary>
public sealed class WavWriter : IDisposable
{
    private const int BlockSamples = 4096;

    private readonly string _path;
    private readonly string _partial;
    private readonly int _sampleRate;
    private readonly FileStream _file;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where; an older file is replaced at the end.</param>
    /// <param name="sampleRate">Samples a second.</param>
    public WavWriter(string path, int sampleRate)
    {
        (_path, _partial, _sampleRate) = (path, path + ".partial", sampleRate);
        _file = File.Create(_partial);
        _file.Write(new byte[WavFile.HeaderBytes]);
    }

    /// <summary>Samples written so far.</summary>
    public long Length { get; private set; }

    /// <summary>Adds samples; those outside -1..1 are clipped.</summary>
    public void Write(ReadOnlySpan<float> samples)
    {
        Span<byte> block = stackalloc byte[2 * BlockSamples];
        Length += samples.Length;
        while (!samples.IsEmpty)
        {
            var part = samples[..Math.Min(BlockSamples, samples.Length)];
            WavFile.Encode(part, block);
            _file.Write(block[..(2 * part.Length)]);
            samples = samples[part.Length..];
        }
    }

    /// <summary>Puts the file in its place.</summary>
    public void Complete()
    {
        Span<byte> header = stackalloc byte[WavFile.HeaderBytes];
        WavFile.FillHeader(header, Length, _sampleRate);
        _file.Position = 0;
        _file.Write(header);
        _file.Dispose();
        File.Move(_partial, _path, overwrite: true);
    }

    /// <summary>Drops what was not completed.</summary>
    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_partial);
    }
}
