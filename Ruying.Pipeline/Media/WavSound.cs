using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Ruying.Pipeline.Media;

/// <summary>A WAV of ours, read in pieces from its file.</summary>
public sealed class WavSound : ISound, IDisposable
{
    private const int BlockSamples = 4096;

    private readonly SafeFileHandle _file;

    private WavSound(SafeFileHandle file, int sampleRate, long length) => (_file, SampleRate, Length) = (file, sampleRate, length);

    /// <inheritdoc/>
    public int SampleRate { get; }

    /// <inheritdoc/>
    public long Length { get; }

    /// <summary>Opens a file that <see cref="WavWriter"/> or the intake wrote.</summary>
    /// <param name="path">A mono WAV of 16 bit PCM.</param>
    /// <exception cref="InvalidDataException">It is another kind of file.</exception>
    public static WavSound Open(string path)
    {
        int rate;
        long length;
        using (var header = File.OpenRead(path))
        {
            rate = WavFile.ReadHeader(header);
            length = (header.Length - WavFile.HeaderBytes) / 2;
        }

        return new WavSound(File.OpenHandle(path, options: FileOptions.RandomAccess), rate, length);
    }

    /// <inheritdoc/>
    public void Read(long first, Span<float> samples)
    {
        samples.Clear();
        var (from, to) = (Math.Clamp(first, 0, Length), Math.Clamp(first + samples.Length, 0, Length));
        Span<byte> block = stackalloc byte[2 * BlockSamples];
        for (var at = from; at < to;)
        {
            var bytes = block[..(int)(2 * Math.Min(BlockSamples, to - at))];
            var read = 0;
            while (read < bytes.Length)
            {
                var more = RandomAccess.Read(_file, bytes[read..], WavFile.HeaderBytes + (2 * at) + read);
                read += more > 0 ? more : throw new EndOfStreamException("The sound file became shorter while it was read.");
            }

            var target = samples[(int)(at - first)..];
            for (var i = 0; i < bytes.Length / 2; i++)
            {
                target[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]) / 32768f;
            }

            at += bytes.Length / 2;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
