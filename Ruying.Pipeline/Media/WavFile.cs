using System.Buffers.Binary;
using System.Text;

namespace Ruying.Pipeline.Media;

/// <summary>Our own WAV files: 16 bit PCM, mono, a header of 44 bytes.</summary>
public static class WavFile
{
    internal const int HeaderBytes = 44;

    /// <summary>Writes a sound; samples outside -1..1 are clipped. The file appears complete or not at all.</summary>
    /// <param name="path">Where; an older file is replaced.</param>
    /// <param name="audio">The sound.</param>
    public static void Write(string path, PcmAudio audio)
    {
        using var file = new WavWriter(path, audio.SampleRate);
        file.Write(audio.Samples);
        file.Complete();
    }

    /// <summary>Reads a whole file that <see cref="Write"/> or the intake wrote.</summary>
    /// <param name="path">A mono WAV of 16 bit PCM; for anything else see <see cref="AudioReader"/>.</param>
    /// <exception cref="InvalidDataException">It is another kind of file.</exception>
    public static PcmAudio Read(string path)
    {
        using var sound = WavSound.Open(path);
        return ((ISound)sound).ToMemory();
    }

    /// <summary>Length of such a file in seconds, without reading its samples.</summary>
    /// <param name="path">As in <see cref="Read"/>.</param>
    /// <exception cref="InvalidDataException">It is another kind of file.</exception>
    public static double Seconds(string path)
    {
        using var file = File.OpenRead(path);
        var rate = ReadHeader(file);
        return (file.Length - HeaderBytes) / 2 / (double)rate;
    }

    /// <summary>Cuts the end off, or adds silence there, and sets the header right.</summary>
    /// <returns>The loudest sample, 0 to 1.</returns>
    internal static float SetLength(string path, long samples)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        var rate = ReadHeader(file);
        file.SetLength(HeaderBytes + (2 * samples));
        Span<byte> header = stackalloc byte[HeaderBytes];
        FillHeader(header, samples, rate);
        file.Position = 0;
        file.Write(header);
        var block = new byte[1 << 16];
        var peak = 0;
        for (int read; (read = file.ReadAtLeast(block, block.Length, throwOnEndOfStream: false)) > 0;)
        {
            for (var i = 0; i + 1 < read; i += 2)
            {
                peak = Math.Max(peak, Math.Abs((int)BinaryPrimitives.ReadInt16LittleEndian(block.AsSpan(i))));
            }
        }

        return peak / 32768f;
    }

    /// <summary>Samples as they stand in such a file; those outside -1..1 are clipped.</summary>
    internal static void Encode(ReadOnlySpan<float> samples, Span<byte> bytes)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes[(2 * i)..], (short)Math.Clamp(MathF.Round(samples[i] * 32768f), short.MinValue, short.MaxValue));
        }
    }

    /// <summary>Writes the header; without a length, the one that is written where it is not known.</summary>
    internal static void FillHeader(Span<byte> header, long? samples, int rate)
    {
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], samples is { } count ? checked((uint)((2 * count) + HeaderBytes - 8)) : uint.MaxValue);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteUInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(header[24..], (uint)rate);
        BinaryPrimitives.WriteUInt32LittleEndian(header[28..], (uint)(2 * rate));
        BinaryPrimitives.WriteUInt16LittleEndian(header[32..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[40..], samples is { } length ? checked((uint)(2 * length)) : uint.MaxValue);
    }

    internal static int ReadHeader(FileStream file)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes
            || !header.StartsWith("RIFF"u8)
            || !header[8..16].SequenceEqual("WAVEfmt "u8)
            || BinaryPrimitives.ReadUInt16LittleEndian(header[20..]) != 1
            || BinaryPrimitives.ReadUInt16LittleEndian(header[22..]) != 1
            || BinaryPrimitives.ReadUInt16LittleEndian(header[34..]) != 16
            || !header[36..40].SequenceEqual("data"u8))
        {
            throw new InvalidDataException($"Not a plain mono WAV of 16 bits: {Encoding.ASCII.GetString(header[..4])}");
        }

        return (int)BinaryPrimitives.ReadUInt32LittleEndian(header[24..]);
    }
}
