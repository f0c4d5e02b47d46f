using FFMpegCore;
using Ruying.Pipeline.Avatars;

namespace Ruying.Pipeline.Media;

/// <summary>Brings any footage to 25 fps, upright, square pixels, 8 bit, with sound of the same origin and length.</summary>
public static class Intake
{
    /// <summary>The shortest footage, in seconds.</summary>
    public const double ShortestSeconds = 3;

    /// <summary>The longest footage, in seconds.</summary>
    public const double LongestSeconds = 30 * 60;

    /// <summary>The most clips that are joined.</summary>
    public const int MostClips = 10;

    /// <summary>The longest side that is accepted, in pixels.</summary>
    public const int LargestSide = 8192;

    // Frame rates are not exact: a clip of 3 s may end a frame or two early.
    private const double Tolerance = 0.1;
    private const float Silence = 0.001f;

    private static readonly string[] Codecs =
        ["h264", "hevc", "vp8", "vp9", "av1", "mpeg1video", "mpeg2video", "mpeg4"];

    /// <inheritdoc cref="NormaliseAsync(string, string, IntakeOptions, IProgress{StageProgress}?, CancellationToken)"/>
    public static Task<NormalisedFootage> NormaliseAsync(
        string sourcePath, string workFolder, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default) =>
        NormaliseAsync(sourcePath, workFolder, new IntakeOptions(), progress, cancellationToken);

    /// <summary>Normalises footage; what an earlier call finished for the same file and options is used again.</summary>
    /// <param name="sourcePath">MP4, MOV, MKV, WebM, AVI or MPEG; any name.</param>
    /// <param name="workFolder">Gets a folder of results, named by a key of the input and the options.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Stage <c>intake</c>.</param>
    /// <param name="cancellationToken">Ends ffmpeg at once; unfinished files are deleted.</param>
    /// <exception cref="FootageException"><c>file.missing</c>, <c>file.not_a_video</c>, <c>file.no_video</c>,
    /// <c>file.unsupported_codec</c>, <c>footage.too_short</c>, <c>footage.too_long</c>, <c>footage.too_large</c>, <c>footage.too_costly</c>.</exception>
    /// <exception cref="EnvironmentException"><c>disk.full</c>, before or while it is written; <c>program.missing</c>.</exception>
    public static async Task<NormalisedFootage> NormaliseAsync(
        string sourcePath, string workFolder, IntakeOptions options, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var info = await ProbeAsync(sourcePath, cancellationToken).ConfigureAwait(false);
        var store = await IntakeStore.OpenAsync(sourcePath, workFolder, options, cancellationToken).ConfigureAwait(false);
        var footage = await store.LoadAsync(cancellationToken).ConfigureAwait(false);
        if (footage is null)
        {
            var (width, height) = options.Size is { } size ? IntakeFilters.Cover(info.Video!, size) : IntakeFilters.Size(info.Video!, options.LongestSide);
            var bytes = BytesFor(info, width, height);
            DiskSpace.Require(workFolder, bytes, "this footage", options.FreeBytes);
            footage = await ConvertAsync(sourcePath, store, info, width, height, bytes, options, progress, cancellationToken).ConfigureAwait(false);
            await store.SaveAsync(footage, cancellationToken).ConfigureAwait(false);
        }

        progress?.Report(new StageProgress("intake", 1));
        return footage;
    }

    /// <summary>Normalises several clips of one person and joins them in their order; <see cref="NormalisedFootage.Joins"/> tells where.</summary>
    /// <param name="sourcePaths">1 to <see cref="MostClips"/> files. Their pictures get the largest one's size: what stands over at the sides is cut off.</param>
    /// <param name="workFolder">As for one.</param>
    /// <param name="progress">Stage <c>intake</c>.</param>
    /// <param name="cancellationToken">Ends ffmpeg at once; unfinished files are deleted.</param>
    /// <exception cref="FootageException">As for one; <c>footage.too_many</c>; <c>footage.shapes</c>: upright and wide clips together.</exception>
    /// <exception cref="EnvironmentException"><c>disk.full</c>, <c>program.missing</c>.</exception>
    public static Task<NormalisedFootage> NormaliseAsync(
        IReadOnlyList<string> sourcePaths, string workFolder, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sourcePaths.Count, nameof(sourcePaths));
        return sourcePaths.Count == 1
            ? NormaliseAsync(sourcePaths[0], workFolder, progress, cancellationToken)
            : JoinedIntake.NormaliseAsync(sourcePaths, workFolder, new IntakeOptions(), progress, cancellationToken);
    }

    /// <summary>Whether a file may be footage, from its headers alone.</summary>
    /// <param name="sourcePath">Any file.</param>
    /// <param name="cancellationToken">Ends ffprobe at once.</param>
    /// <returns>What the file says; it has a picture.</returns>
    /// <exception cref="FootageException">As <see cref="NormaliseAsync(string, string, IProgress{StageProgress}?, CancellationToken)"/>.</exception>
    public static async Task<MediaInfo> ProbeAsync(string sourcePath, CancellationToken cancellationToken = default)
    {
        var info = await MediaProbe.ProbeAsync(sourcePath, cancellationToken).ConfigureAwait(false);
        if (info.Video is not { } video || !info.Container.HoldsVideo)
        {
            throw new FootageException("file.no_video", "There is sound in this file but no picture: give a video of the person talking.");
        }

        if (!Codecs.Contains(video.Codec))
        {
            throw Unsupported(video.Codec);
        }

        if (Math.Max(Math.Max(video.Width, video.Height), Math.Max(video.CodedWidth, video.CodedHeight)) > LargestSide)
        {
            throw new FootageException(
                "footage.too_large", $"The picture is {video.Width}x{video.Height}, the largest that is read is {LargestSide} a side: make it smaller.");
        }

        var seconds = info.Seconds > 0 ? info.Seconds : await MeasureAsync(sourcePath, info, cancellationToken).ConfigureAwait(false);
        if (seconds <= 0)
        {
            throw MediaProbe.NotAVideo();
        }

        RequireLength(seconds);
        return info with { Seconds = seconds };
    }

    internal static void RequireLength(double seconds)
    {
        if (seconds < ShortestSeconds - Tolerance)
        {
            throw new FootageException(
                "footage.too_short", FormattableString.Invariant($"The footage is {seconds:F1} s long, at least {ShortestSeconds} s are needed: film longer, a minute or more is best."));
        }

        if (seconds > LongestSeconds + 1)
        {
            throw new FootageException(
                "footage.too_long", FormattableString.Invariant($"The footage is {seconds / 60:F1} minutes long, at most {LongestSeconds / 60} are read: cut it."));
        }
    }

    // Browsers record WebM without a length in its header: copying the packets to nowhere tells it.
    private static async Task<double> MeasureAsync(string path, MediaInfo info, CancellationToken cancellationToken)
    {
        using var files = new LinkedFiles();
        var last = TimeSpan.Zero;
        var processor = FFMpegArguments
            .FromFileInput(files.Input(path), verifyExists: false, o => o.WithCustomArgument(
                $"{FfmpegRun.Global} {FfmpegRun.FilesOnly} -f {info.Container.Demuxer}"))
            .OutputToNull(o => o.WithCustomArgument($"-map 0:{info.Video!.Index} -c copy"))
            .NotifyOnProgress(time => last = time);
        try
        {
            await FfmpegRun.RunAsync(processor, cancellationToken, TimeSpan.FromMinutes(5)).ConfigureAwait(false);
        }
        catch (FfmpegFailedException e)
        {
            throw MediaProbe.NotAVideo(e);
        }
        catch (TimeoutException e)
        {
            throw FfmpegRun.TooCostly(e);
        }

        return last.TotalSeconds;
    }

    private static long BytesFor(MediaInfo info, int width, int height)
    {
        // A bit for each pixel is ample at this quality; the two sounds are 16 bit; and something is left for the rest of the job.
        var frames = info.Seconds * Clock.FramesPerSecond;
        return (long)((frames * width * height / 8) + (info.Seconds * 2 * (Clock.ModelSampleRate + Clock.OutputSampleRate))) + (64L << 20);
    }

    private static async Task<NormalisedFootage> ConvertAsync(
        string source, IntakeStore store, MediaInfo info, int width, int height, long bytes, IntakeOptions options,
        IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        await store.EncodeAsync(source, info, IntakeFilters.Graph(info, width, height, options.Size), bytes, options, progress, cancellationToken).ConfigureAwait(false);
        var made = await MediaProbe.ProbeAsync(store.Video, cancellationToken).ConfigureAwait(false);
        var frames = made.Video?.Frames ?? 0;
        var seconds = (double)frames / Clock.FramesPerSecond;
        if (frames == 0 || seconds < info.Seconds / 2)
        {
            throw MediaProbe.NotAVideo();
        }

        RequireLength(seconds);
        List<Finding> findings = [];
        if (info.Audio is null)
        {
            findings.Add(new(
                "audio.none", FindingSeverity.Warning, "The footage has no sound.",
                "Film with sound: without it nothing can be learned from how the mouth moves with speech.", []));
        }
        else
        {
            WavFile.SetLength(store.Audio48k, (long)frames * Clock.OutputSampleRate / Clock.FramesPerSecond);
            var peak = WavFile.SetLength(store.Audio16k, (long)frames * Clock.ModelSampleRate / Clock.FramesPerSecond);
            if (peak < Silence)
            {
                findings.Add(new(
                    "audio.silent", FindingSeverity.Warning, "The footage has a sound track, but it is silent.",
                    "Check the microphone and film again with sound.", []));
            }
        }

        var heard = info.Audio is not null;
        return new NormalisedFootage(
            store.Video, heard ? store.Audio16k : null, heard ? store.Audio48k : null,
            made.Video!.Width, made.Video.Height, frames, seconds, findings);
    }

    internal static FootageException Unsupported(string codec, Exception? inner = null) => new(
        "file.unsupported_codec",
        $"The picture is coded as {codec}, which is not read here: convert it to H.264, HEVC, VP8, VP9, AV1 or MPEG-1, 2 or 4.",
        inner);
}
