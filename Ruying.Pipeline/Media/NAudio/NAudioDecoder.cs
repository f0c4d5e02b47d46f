using global::NAudio.Wave;
using global::NAudio.Wave.SampleProviders;

namespace Ruying.Pipeline.Media.NAudio;

/// <summary>
/// Decodes WAV and AIFF by NAudio, in this process, without starting ffmpeg; what NAudio cannot read without Windows, and what is to be
/// cleaned, goes on to the next decoder. Built only with <c>-p:RuyingNAudio=true</c>: see docs/audio.md.
/// </summary>
/// <param name="next">Decodes the rest.</param>
public sealed class NAudioDecoder(IAudioDecoder next) : IAudioDecoder
{
    private const int Block = 1 << 16;

    /// <inheritdoc/>
    public async Task DecodeAsync(string path, string outputPath, AudioDecoding options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Denoise || !File.Exists(path) || !await Task.Run(() => Decode(path, outputPath, options.SampleRate, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            await next.DecodeAsync(path, outputPath, options, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool Decode(string path, string outputPath, int sampleRate, CancellationToken cancellationToken)
    {
        using var file = File.OpenRead(path);
        using var reader = Open(file);
        if (reader is null || reader.WaveFormat.Encoding is not (WaveFormatEncoding.Pcm or WaveFormatEncoding.IeeeFloat))
        {
            return false;
        }

        ISampleProvider sound = new ChannelMean(reader.ToSampleProvider());
        if (sound.WaveFormat.SampleRate != sampleRate)
        {
            sound = new WdlResamplingSampleProvider(sound, sampleRate);
        }

        using var writer = new WavWriter(outputPath, sampleRate);
        var block = new float[Block];
        for (int read; (read = sound.Read(block, 0, block.Length)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            writer.Write(block.AsSpan(0, read));
            if (writer.Length > AudioReader.LongestMinutes * 60L * sampleRate)
            {
                throw AudioReader.TooLong();
            }
        }

        if (writer.Length == 0)
        {
            return false;
        }

        writer.Complete();
        return true;
    }

    /// <summary>A reader for what the first bytes say; null for another kind, or for one that is broken.</summary>
    private static WaveStream? Open(FileStream file)
    {
        Span<byte> head = stackalloc byte[12];
        var known = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length;
        file.Position = 0;
        try
        {
            return known && head.StartsWith("RIFF"u8) && head[8..].SequenceEqual("WAVE"u8) ? new WaveFileReader(file)
                : known && head.StartsWith("FORM"u8) && head[8..].StartsWith("AIF"u8) ? new AiffFileReader(file)
                : null;
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or EndOfStreamException or ArgumentException)
        {
            return null;
        }
    }
}
