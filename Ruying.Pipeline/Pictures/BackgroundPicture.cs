using System.Globalization;
using FFMpegCore;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Pictures;

/// <summary>The picture behind the person: a picture of the user's, decoded once under ffmpeg's limits and kept at the video's size as raw I420.</summary>
internal static class BackgroundPicture
{
    /// <summary>Its name in the work folder.</summary>
    public const string FileName = "background.yuv";

    /// <summary>Takes a picture in, upright as its EXIF says: it covers the frame, its middle is kept. The file appears whole or not at all.</summary>
    /// <param name="path">JPEG or PNG, told by its first bytes.</param>
    /// <param name="folder">The video's work folder.</param>
    /// <param name="width">The video's pixels.</param>
    /// <param name="height">The video's pixels.</param>
    /// <param name="cancellationToken">Ends ffmpeg at once.</param>
    /// <exception cref="PictureException"><c>picture.missing</c>, <c>picture.too_large</c>, <c>picture.not_an_image</c>.</exception>
    public static async Task TakeAsync(string path, string folder, int width, int height, CancellationToken cancellationToken)
    {
        var isJpeg = await IsJpegAsync(path, cancellationToken).ConfigureAwait(false);
        var upright = isJpeg ? PictureOrientation.Filters(path) : "";
        using var files = new LinkedFiles();
        var output = files.Output(Path.Combine(folder, FileName), out var partial);
        var processor = FFMpegArguments
            .FromFileInput(files.Input(path), verifyExists: false, o => o.WithCustomArgument($"{FfmpegRun.Global} {FfmpegRun.FilesOnly} -noautorotate -f {(isJpeg ? "jpeg_pipe" : "png_pipe")}"))
            .OutputToFile(output, overwrite: true, o => o.WithCustomArgument(string.Create(CultureInfo.InvariantCulture,
                $"-frames:v 1 -vf \"{upright}scale={width}:{height}:force_original_aspect_ratio=increase:force_divisible_by=2:flags=bicubic:out_color_matrix=bt709:out_range=tv,format=yuv420p,crop={width}:{height}\" -f rawvideo")));
        try
        {
            await FfmpegRun.RunAsync(processor, cancellationToken, TimeSpan.FromMinutes(1)).ConfigureAwait(false);
            if (new FileInfo(partial) is not { Exists: true } written || written.Length != VideoFrame.ByteCount(width, height))
            {
                throw PictureFile.NotAnImage();
            }

            File.Move(partial, Path.Combine(folder, FileName), overwrite: true);
        }
        catch (Exception e) when (e is FfmpegFailedException or FootageException or TimeoutException)
        {
            throw PictureFile.NotAnImage(e);
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

    private static async Task<bool> IsJpegAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new PictureException("picture.missing", $"There is no picture at {path}: check the name.");
        }

        var head = new byte[PictureFile.HeadBytes];
        await using var stream = file.OpenRead();
        var length = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        PictureFile.Require(file.Length, head.AsSpan(0, length));
        return PictureFile.IsJpeg(head);
    }
}
