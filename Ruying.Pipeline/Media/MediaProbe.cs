using System.Text.Json;
using System.Text.RegularExpressions;
using FFMpegCore;
using FFMpegCore.Exceptions;

namespace Ruying.Pipeline.Media;

/// <summary>Asks ffprobe about a file, with the demuxer that its first bytes call for and no other.</summary>
public static partial class MediaProbe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Reads the headers of a video or a recording.</summary>
    /// <param name="path">Any file.</param>
    /// <param name="cancellationToken">Ends ffprobe at once.</param>
    /// <exception cref="FootageException"><c>file.missing</c>; <c>file.not_a_video</c> when it is no media file, or so broken
    /// that nothing can be read; <c>file.unsupported_codec</c>; <c>footage.too_costly</c>.</exception>
    /// <exception cref="EnvironmentException"><c>program.missing</c>.</exception>
    public static async Task<MediaInfo> ProbeAsync(string path, CancellationToken cancellationToken = default)
    {
        var container = await MediaSniffer.SniffAsync(path, cancellationToken).ConfigureAwait(false) ?? throw NotAVideo();
        using var files = new LinkedFiles();
        using var program = new LimitedProgram(LimitedOptions.Current.Probing);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(Limit);
        try
        {
            var analysis = await LimitedProgram.OnOwnThreadAsync(() => FFProbe.AnalyseAsync(
                files.Input(path),
                new FFOptions { BinaryFolder = program.Folder },
                customArguments: $"{FfmpegRun.FilesOnly} -f {container.Demuxer}",
                cancellationToken: stop.Token)).ConfigureAwait(false);
            using var json = JsonDocument.Parse(analysis.Json);
            return ProbeReport.Parse(container, json.RootElement, analysis.Duration);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw NotAVideo(e);
        }
        catch (Exception e) when (e is FFProbeProcessException or FormatNullException or JsonException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw NotListed().Match(e.Message) is { Success: true } other ? Intake.Unsupported(other.Groups[1].Value, e) : NotAVideo(e);
        }
        catch (FFMpegException e)
        {
            throw new EnvironmentException("program.missing", "ffprobe is not installed: install ffmpeg (apt-get install ffmpeg).", e);
        }
    }

    internal static FootageException NotAVideo(Exception? inner = null) => new(
        "file.not_a_video",
        "This file is not a video that can be read, or it is damaged: give an MP4, MOV, MKV, WebM, AVI or MPEG file that plays to its end.",
        inner);

    [GeneratedRegex(@"Codec \((\w{1,40})\) not on whitelist")]
    private static partial Regex NotListed();
}
