using System.Globalization;
using FFMpegCore;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Pictures;

/// <summary>The picture behind the person: a picture of the user's, decoded once under ffmpeg's limits and kept at the video's size as raw I420.</summary>
internal static class BackgroundPicture
{
    /// <summary>Its name in the work folder.</summary>
    public const string FileName = "background.yuv";

    private const long LargestBytes = 32 << 20;

    /// <summary>Takes a picture in: it covers the frame, its middle is kept. The file appears whole or not at all.</summary>
    /// <param name="path">JPEG or PNG, told by its first bytes.</param>
    /// <param name="folder">The video's work folder.</param>
    /// <param name="width">The video's pixels.</param>
    /// <param name="height">The video's pixels.</param>
    /// <param name="cancellationToken">Ends ffmpeg at once.</param>
    /// <exception cref="PictureException"><c>picture.missing</c>, <c>picture.too_large</c>, <c>picture.not_an_image</c>.</exception>
    public static async Task TakeAsync(string path, string folder, int width, int height, CancellationToken cancellationToken)
    {
        var demuxer = await DemuxerAsync(path, cancellationToken).ConfigureAwait(false);
        using var files = new LinkedFiles();
        var output = files.Output(Path.Combine(folder, FileName), out var partial);
        var processor = FFMpegArguments
            .FromFileInput(files.Input(path), verifyExists: false, o => o.WithCustomArgument($"{FfmpegRun.Global} {FfmpegRun.FilesOnly} -f {demuxer}"))
            .OutputToFile(output, overwrite: true, o => o.WithCustomArgument(string.Create(CultureInfo.InvariantCulture,
                $"-frames:v 1 -vf \"scale={width}:{height}:force_original_aspect_ratio=increase:force_divisible_by=2:flags=area:out_color_matrix=bt709:out_range=tv,format=yuv420p,crop={width}:{height}\" -f rawvideo")));
        try
        {
            await FfmpegRun.RunAsync(processor, cancellationToken, TimeSpan.FromMinutes(1)).ConfigureAwait(false);
            if (new FileInfo(partial) is not { Exists: true } written || written.Length != VideoFrame.ByteCount(width, height))
            {
                throw NotAnImage();
            }

            File.Move(partial, Path.Combine(folder, FileName), overwrite: true);
        }
        catch (Exception e) when (e is FfmpegFailedException or FootageException or TimeoutException)
        {
            throw NotAnImage(e);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Reads what was taken in.</summary>
    /// <exception cref="InvalidDataException">It is of another size.</exception>
    public static VideoFrame Read(string folder, int width, int height)
    {
        var bytes = File.ReadAllBytes(Path.Combine(folder, FileName));
        if (bytes.Length != VideoFrame.ByteCount(width, height))
        {
            throw new InvalidDataException("The background is of another size than the video.");
        }

        var frame = new VideoFrame(width, height);
        bytes.CopyTo(frame.Span);
        return frame;
    }

    private static async Task<string> DemuxerAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new PictureException("picture.missing", $"There is no picture at {path}: check the name.");
        }

        if (file.Length > LargestBytes)
        {
            throw new PictureException("picture.too_large", $"The background picture has {file.Length / 1e6:0} MB; at most {LargestBytes / 1e6:0} MB are possible.");
        }

        var head = new byte[8];
        await using var stream = file.OpenRead();
        var length = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return head.AsSpan(0, length) switch
        {
            [0xFF, 0xD8, 0xFF, ..] => "jpeg_pipe",
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A] => "png_pipe",
            _ => throw NotAnImage(),
        };
    }

    private static PictureException NotAnImage(Exception? inner = null) =>
        new("picture.not_an_image", "The background is no picture that can be read: give a JPEG or a PNG of at most 67 megapixels.", inner);
}
