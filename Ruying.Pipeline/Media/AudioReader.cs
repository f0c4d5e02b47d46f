using System.Globalization;
using System.Runtime.InteropServices;
using FFMpegCore;
using FFMpegCore.Pipes;

namespace Ruying.Pipeline.Media;

/// <summary>Reads the sound of recordings (WAV, MP3, M4A, FLAC, OGG) and of videos as mono.</summary>
public static class AudioReader
{
    /// <summary>The longest recording that is read, in minutes.</summary>
    public const int LongestMinutes = 60;

    // 12 dB off what lies below a noisy room's level. Following the floor as it changes took 3 to 9 dB off white noise, this 12.
    private const string Denoising = ",afftdn=nr=12:nf=-40";

    /// <summary>Reads all of a file's sound; gaps in it keep their time.</summary>
    /// <param name="path">A recording or a video.</param>
    /// <param name="sampleRate">Samples a second of the result, 8000 to 96000.</param>
    /// <param name="cancellationToken">Ends ffmpeg at once.</param>
    /// <returns>Mono sound; time 0 is the file's.</returns>
    /// <exception cref="FootageException"><c>file.missing</c>, <c>audio.not_audio</c> (no such file kind, or no sound in it),
    /// <c>audio.too_long</c> (over 60 minutes).</exception>
    public static Task<PcmAudio> ReadAsync(string path, int sampleRate, CancellationToken cancellationToken = default) =>
        ReadAsync(path, sampleRate, denoise: false, cancellationToken);

    /// <inheritdoc cref="ReadAsync(string, int, CancellationToken)"/>
    /// <param name="path">A recording or a video.</param>
    /// <param name="sampleRate">Samples a second of the result, 8000 to 96000.</param>
    /// <param name="denoise">Whether steady noise is taken from it.</param>
    /// <param name="cancellationToken">Ends ffmpeg at once.</param>
    public static async Task<PcmAudio> ReadAsync(string path, int sampleRate, bool denoise, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 8000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sampleRate, 96_000);
        var container = await MediaSniffer.SniffAsync(path, cancellationToken).ConfigureAwait(false) ?? throw NotAudio();
        using var files = new LinkedFiles();
        var sink = new FloatSink(LongestMinutes * 60L * sampleRate, cancellationToken);
        var processor = FFMpegArguments
            .FromFileInput(files.Input(path), verifyExists: false, o => o.WithCustomArgument(
                $"{FfmpegRun.Global} {FfmpegRun.FilesOnly} -f {container.Demuxer} -vn"))
            .OutputToPipe(sink, o => o.WithCustomArgument(string.Create(CultureInfo.InvariantCulture,
                $"-map 0:a:0 -vn -sn -dn -af aresample={sampleRate}:async=1:first_pts=0{(denoise ? Denoising : "")} -ac 1 -c:a pcm_f32le")));
        try
        {
            await FfmpegRun.RunAsync(processor, cancellationToken, TimeSpan.FromMinutes(15)).ConfigureAwait(false);
        }
        catch (FfmpegFailedException) when (sink.TooLong)
        {
            // It lost its reader, as intended.
        }
        catch (Exception e) when (e is FfmpegFailedException or TimeoutException)
        {
            throw NotAudio(e);
        }

        if (sink.TooLong)
        {
            throw new FootageException("audio.too_long", $"The recording is longer than {LongestMinutes} minutes: cut it into parts.");
        }

        return sink.Count > 0 ? new PcmAudio(sink.ToArray(), sampleRate) : throw NotAudio();
    }

    /// <summary>The same sound at another rate.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="sampleRate">Samples a second of the result, 8000 to 96000.</param>
    /// <param name="cancellationToken">Ends ffmpeg at once.</param>
    public static async Task<PcmAudio> ResampleAsync(PcmAudio audio, int sampleRate, CancellationToken cancellationToken = default)
    {
        if (audio.SampleRate == sampleRate)
        {
            return audio;
        }

        using var files = new LinkedFiles();
        var path = files.Scratch("sound.wav");
        WavFile.Write(path, audio);
        return await ReadAsync(path, sampleRate, cancellationToken).ConfigureAwait(false);
    }

    private static FootageException NotAudio(Exception? inner = null) => new(
        "audio.not_audio", "There is no sound that can be read in this file: give a WAV, MP3, M4A, FLAC or OGG recording.", inner);

    /// <summary>Collects samples in blocks, so that nothing is copied while it grows.</summary>
    private sealed class FloatSink(long longest, CancellationToken stop) : IPipeSink
    {
        private const int Block = 1 << 18;
        private readonly List<float[]> _blocks = [];

        public long Count { get; private set; }

        public bool TooLong => Count > longest;

        public string GetStreamArguments() => "-f f32le";

        public async Task ReadAsync(Stream inputStream, CancellationToken cancellationToken)
        {
            var bytes = new byte[Block * sizeof(float)];
            while (!TooLong)
            {
                var read = await inputStream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, stop).ConfigureAwait(false);
                if (read < sizeof(float))
                {
                    return;
                }

                var samples = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, read - (read % sizeof(float)))).ToArray();
                _blocks.Add(samples);
                Count += samples.Length;
            }
        }

        public float[] ToArray()
        {
            var all = new float[Count];
            var at = 0;
            foreach (var block in _blocks)
            {
                block.CopyTo(all, at);
                at += block.Length;
            }

            return all;
        }
    }
}
