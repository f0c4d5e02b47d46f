using System.Globalization;
using FFMpegCore;

namespace Ruying.Pipeline.Media;

/// <summary>Decodes by ffmpeg.</summary>
public sealed class FfmpegAudioDecoder : IAudioDecoder
{
    // 12 dB off what lies below a noisy room's level. Following the floor as it changes took 3 to 9 dB off white noise, this 12.
    private const string Denoising = ",afftdn=nr=12:nf=-40";

    /// <inheritdoc/>
    public async Task DecodeAsync(string path, string outputPath, AudioDecoding options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SampleRate, 8000, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.SampleRate, 96_000, nameof(options));
        var container = await MediaSniffer.SniffAsync(path, cancellationToken).ConfigureAwait(false) ?? throw AudioReader.NotAudio();
        using var files = new LinkedFiles();
        var input = files.Input(path);
        var output = files.Output(outputPath, out var partial);
        var processor = FFMpegArguments
            .FromFileInput(input, verifyExists: false, o => o.WithCustomArgument($"{FfmpegRun.Global} {FfmpegRun.FilesOnly} -f {container.Demuxer} -vn"))
            .OutputToFile(output, overwrite: true, o => o.WithCustomArgument(string.Create(CultureInfo.InvariantCulture,
                $"-map 0:a:0 -map_metadata -1 -map_metadata:s:a -1 -map_chapters -1 -vn -sn -dn -t {(AudioReader.LongestMinutes * 60) + 1} -af aresample={options.SampleRate}:async=1:first_pts=0{(options.Denoise ? Denoising : "")}")
                + " -ac 1 -c:a pcm_s16le -fflags +bitexact -flags:a +bitexact -f wav"));
        try
        {
            await FfmpegRun.RunAsync(processor, cancellationToken, TimeSpan.FromMinutes(15)).ConfigureAwait(false);
            var seconds = WavFile.Seconds(partial);
            if (seconds is 0 or > AudioReader.LongestMinutes * 60)
            {
                throw seconds == 0 ? AudioReader.NotAudio() : AudioReader.TooLong();
            }

            File.Move(partial, outputPath, overwrite: true);
        }
        catch (Exception e) when (e is FfmpegFailedException or TimeoutException)
        {
            throw AudioReader.NotAudio(e);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
