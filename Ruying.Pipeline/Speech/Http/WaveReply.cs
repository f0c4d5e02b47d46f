using System.Buffers.Binary;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Speech.Http;

/// <summary>
/// The WAV that a server sent, read here and not by ffmpeg: what ffmpeg may take for a playlist could make it open other addresses.
/// </summary>
internal static class WaveReply
{
    private const int Pcm = 1, Float = 3, Extensible = 0xFFFE;

    /// <param name="file">PCM of 16, 24 or 32 bits or 32-bit floats, of 1 to 8 channels, which are mixed; its length may be unknown (streamed).</param>
    /// <exception cref="InvalidDataException">It is another kind of file, or damaged.</exception>
    public static PcmAudio Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WAVE"u8))
        {
            throw new InvalidDataException("it is no WAV");
        }

        ReadOnlySpan<byte> format = default;
        for (var rest = file[12..]; rest.Length >= 8;)
        {
            // A streamed file tells 0 or the largest number: then it goes to the end.
            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            var isData = rest.StartsWith("data"u8);
            var body = rest[8..];
            var taken = (int)Math.Min(isData && length == 0 ? uint.MaxValue : length, (uint)body.Length);
            if (isData)
            {
                return Samples(format, body[..taken]);
            }

            format = rest.StartsWith("fmt "u8) ? body[..taken] : format;
            rest = body[Math.Min(taken + (taken & 1), body.Length)..];
        }

        throw new InvalidDataException("it has no sound");
    }

    private static PcmAudio Samples(ReadOnlySpan<byte> format, ReadOnlySpan<byte> data)
    {
        if (format.Length < 16)
        {
            throw new InvalidDataException("it tells no format");
        }

        var (kind, channels, bits) = (BinaryPrimitives.ReadUInt16LittleEndian(format), BinaryPrimitives.ReadUInt16LittleEndian(format[2..]), BinaryPrimitives.ReadUInt16LittleEndian(format[14..]));
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        kind = kind == Extensible && format.Length >= 26 ? BinaryPrimitives.ReadUInt16LittleEndian(format[24..]) : kind;
        if ((kind, bits) is not ((Pcm, 16 or 24 or 32) or (Float, 32)) || channels is < 1 or > 8 || rate is < 8000 or > 96_000)
        {
            throw new InvalidDataException($"its format is {kind} of {bits} bits, {channels} channels, {rate} Hz");
        }

        var width = bits / 8;
        var samples = new float[data.Length / (width * channels)];
        for (var i = 0; i < samples.Length; i++)
        {
            var sum = 0f;
            for (var channel = 0; channel < channels; channel++)
            {
                sum += Sample(data[(((i * channels) + channel) * width)..], kind, bits);
            }

            samples[i] = float.IsFinite(sum) ? sum / channels : throw new InvalidDataException("its samples are no numbers");
        }

        return new PcmAudio(samples, (int)rate);
    }

    private static float Sample(ReadOnlySpan<byte> at, int kind, int bits) => (kind, bits) switch
    {
        (Float, _) => BinaryPrimitives.ReadSingleLittleEndian(at),
        (_, 16) => BinaryPrimitives.ReadInt16LittleEndian(at) / 32768f,
        (_, 24) => ((at[0] << 8) | (at[1] << 16) | (at[2] << 24)) / 2147483648f,
        _ => BinaryPrimitives.ReadInt32LittleEndian(at) / 2147483648f,
    };
}
