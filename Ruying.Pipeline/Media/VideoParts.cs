using System.Globalization;
using FFMpegCore;

namespace Ruying.Pipeline.Media;

/// <summary>Takes parts out of videos of ours: a still, the sound.</summary>
public static class VideoParts
{
    private const string OwnVideos = "-format_whitelist mov,matroska";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Writes one frame as a JPEG.</summary>
    /// <param name="videoPath">A video of <see cref="VideoAssembler"/>.</param>
    /// <param name="jpegPath">Where; replaced when the new one is complete.</param>
    /// <param name="seconds">When in the video; the last frame where it is shorter.</param>
    /// <param name="longest">The picture's longer side in pixels at most; never enlarged.</param>
    /// <param name="cancellationToken">Ends ffmpeg at once; nothing is left.</param>
    /// <exception cref="FootageException"><c>file.missing</c>.</exception>
    /// <exception cref="EnvironmentException"><c>disk.full</c>, <c>program.missing</c>.</exception>
    /// <exception cref="FfmpegFailedException">ffmpeg gave up: the video is broken.</exception>
    public static Task WriteStillAsync(string videoPath, string jpegPath, double seconds, int longest, CancellationToken cancellationToken = default) => RunAsync(
        videoPath,
        jpegPath,
        string.Create(CultureInfo.InvariantCulture, $"-map 0:v:0 -vf \"trim=end={seconds + (1.0 / Clock.FramesPerSecond)},scale=w='min({longest},iw)':h='min({longest},ih)':force_original_aspect_ratio=decrease\" -update 1 -q:v 4 -f image2"),
        cancellationToken);

    /// <summary>Writes the sound alone as it is in the video: AAC of an MP4 as M4A, Opus of a WebM as Ogg.</summary>
    /// <param name="videoPath">A video of <see cref="VideoAssembler"/>.</param>
    /// <param name="soundPath">Where; replaced when the new one is complete.</param>
    /// <param name="format">What the video is.</param>
    /// <param name="cancellationToken">Ends ffmpeg at once; nothing is left.</param>
    /// <inheritdoc cref="WriteStillAsync"/>
    public static Task WriteSoundAsync(string videoPath, string soundPath, VideoFormat format, CancellationToken cancellationToken = default) => RunAsync(
        videoPath, soundPath, $"-map 0:a:0 -c:a copy {(format == VideoFormat.WebM ? "-f ogg" : "-movflags +faststart -f ipod")}", cancellationToken);

    private static async Task RunAsync(string videoPath, string outputPath, string arguments, CancellationToken cancellationToken)
    {
        using var files = new LinkedFiles();
        var input = files.Input(videoPath);
        var output = files.Output(outputPath, out var partial);
        var processor = FFMpegArguments
            .FromFileInput(input, verifyExists: false, o => o.WithCustomArgument($"{FfmpegRun.Global} {FfmpegRun.FilesOnly} {OwnVideos}"))
            .OutputToFile(output, overwrite: true, o => o.WithCustomArgument(arguments));
        try
        {
            await FfmpegRun.RunAsync(processor, cancellationToken, Limit).ConfigureAwait(false);
            File.Move(partial, outputPath, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
