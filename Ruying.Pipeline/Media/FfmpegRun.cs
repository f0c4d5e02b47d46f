using FFMpegCore;
using FFMpegCore.Enums;
using FFMpegCore.Exceptions;

namespace Ruying.Pipeline.Media;

/// <summary>One run of ffmpeg: cancelled at once, limited in time, memory and output, its failures told apart.</summary>
internal static class FfmpegRun
{
    /// <summary>For the first input of every run.</summary>
    public const string Global = "-nostdin -hide_banner -nostats";

    /// <summary>For every input that is a file: no network, no more streams and pixels than footage has, and no decoder that footage does not need.</summary>
    public const string FilesOnly = "-protocol_whitelist file,pipe -max_streams 100 -max_pixels 67108864 -codec_whitelist " + Decoders;

    /// <summary>Threads of one decoder or encoder.</summary>
    public const int Threads = 2;

    // What is taken as picture, what comes as cover or as text beside it, and what cameras, phones and recorders make of sound.
    private const string Decoders = "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,av1,libdav1d,libaom-av1,mpeg1video,mpeg2video,mpeg4,mjpeg,png,"
        + "mov_text,subrip,srt,ass,ssa,webvtt,text,dvbsub,dvdsub,pgssub,"
        + "aac,aac_latm,mp3float,mp3,mp2float,mp2,mp1float,mp1,opus,libopus,vorbis,flac,alac,ac3,eac3,amrnb,amrwb,adpcm_ima_qt,adpcm_ima_wav,adpcm_ms,"
        + "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,pcm_u8,pcm_s8,pcm_alaw,pcm_mulaw,pcm_bluray,pcm_dvd";

    // Killed for its time, or ended by the signal for its file's size (25).
    private static readonly int[] LimitStatus = [128 + 9, 128 + 25];

    private const string OutOfMemory = "Cannot allocate memory";
    private const string DiskFull = "No space left on device";

    /// <summary>Runs to the end.</summary>
    /// <returns>The last lines of the log; empty when ffmpeg had nothing to say.</returns>
    /// <exception cref="FfmpegFailedException">ffmpeg gave up.</exception>
    /// <exception cref="EnvironmentException"><c>disk.full</c> or <c>program.missing</c>.</exception>
    /// <exception cref="FootageException"><c>footage.too_costly</c>: it wanted more than the limits.</exception>
    /// <exception cref="TimeoutException">It took longer than <paramref name="limit"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; ffmpeg has ended.</exception>
    public static async Task<string> RunAsync(
        FFMpegArgumentProcessor processor, CancellationToken cancellationToken, TimeSpan? limit = null, string? logPath = null, FFMpegLogLevel level = FFMpegLogLevel.Warning,
        FfmpegLimits? limits = null)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (limit is { } time)
        {
            stop.CancelAfter(time);
        }

        await using var log = OpenLog(logPath, processor.Arguments);
        if (log is not null)
        {
            processor.NotifyOnStandardError(line =>
            {
                if (!IsStatistics(line))
                {
                    log.WriteLine(line);
                }
            });
        }

        using var program = new LimitedProgram(limits ?? LimitedOptions.Current);
        processor.Configure(o => o.BinaryFolder = program.Folder).WithLogLevel(level).CancellableThrough(out var cancel, TimeSpan.Zero);
        await using var registration = stop.Token.Register(() => Kill(cancel));
        FFMpegResult result;
        try
        {
            stop.Token.ThrowIfCancellationRequested();
            result = await LimitedProgram.OnOwnThreadAsync(() => processor.ProcessAsynchronously(throwOnError: false)).ConfigureAwait(false);
        }
        catch (FFMpegException e) when (e is not FFMpegProcessException)
        {
            throw new EnvironmentException("program.missing", "ffmpeg is not installed: install it (apt-get install ffmpeg).", e);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (result.Cancelled)
        {
            throw new TimeoutException($"ffmpeg took longer than {limit} and was ended.");
        }

        var tail = string.Join('\n', result.StandardError.Where(line => !IsStatistics(line)).TakeLast(20));
        if (result.StandardError.Any(line => line.Contains(DiskFull, StringComparison.Ordinal)))
        {
            throw new EnvironmentException("disk.full", "The disk is full: free some space and try again.");
        }

        if (result.Success)
        {
            return tail;
        }

        throw LimitStatus.Contains(result.ExitCode) || tail.Contains(OutOfMemory, StringComparison.Ordinal)
            ? TooCostly()
            : new FfmpegFailedException(result.ExitCode, tail);
    }

    /// <summary>The limits were reached.</summary>
    public static FootageException TooCostly(Exception? inner = null) => new(
        "footage.too_costly", "This file takes more memory, time or disk than one file may: make it smaller or shorter; if it is neither large nor long, it is damaged.", inner);

    /// <summary>A value for a filter: escaped once as an option's and once as part of the graph.</summary>
    public static string FilterValue(string value) => Escape(Escape(value, "\\':"), "\\'[],;");

    private static string Escape(string value, string special) =>
        string.Concat(value.Select(c => special.Contains(c) ? $"\\{c}" : $"{c}"));

    private static bool IsStatistics(string line) =>
        line.StartsWith("frame=", StringComparison.Ordinal) || line.StartsWith("size=", StringComparison.Ordinal);

    private static void Kill(Action cancel)
    {
        try
        {
            cancel();
        }
        catch (Exception e) when (IsOver(e))
        {
            // Its input is closed already, or FFMpegCore has put the process or its own token away: it is ending by itself, or has ended.
        }
    }

    private static bool IsOver(Exception e) =>
        e is IOException or InvalidOperationException || (e is AggregateException several && several.InnerExceptions.All(IsOver));

    private static StreamWriter? OpenLog(string? path, string arguments)
    {
        if (path is null)
        {
            return null;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var log = new StreamWriter(path, append: true) { AutoFlush = true };
        log.WriteLine($"ffmpeg {arguments}");
        return log;
    }
}
