using FFMpegCore;
using FFMpegCore.Enums;
using FFMpegCore.Exceptions;

namespace Ruying.Pipeline.Media;

/// <summary>One run of ffmpeg: cancelled at once, limited in time, its failures told apart.</summary>
internal static class FfmpegRun
{
    /// <summary>For the first input of every run.</summary>
    public const string Global = "-nostdin -hide_banner -nostats";

    /// <summary>For every input that is a file.</summary>
    public const string FilesOnly = "-protocol_whitelist file,pipe";

    /// <summary>Threads of one decoder or encoder.</summary>
    public const int Threads = 2;

    private const string DiskFull = "No space left on device";

    /// <summary>Runs to the end.</summary>
    /// <returns>The last lines of the log; empty when ffmpeg had nothing to say.</returns>
    /// <exception cref="FfmpegFailedException">ffmpeg gave up.</exception>
    /// <exception cref="EnvironmentException"><c>disk.full</c> or <c>program.missing</c>.</exception>
    /// <exception cref="TimeoutException">It took longer than <paramref name="limit"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; ffmpeg has ended.</exception>
    public static async Task<string> RunAsync(
        FFMpegArgumentProcessor processor, CancellationToken cancellationToken, TimeSpan? limit = null, string? logPath = null, FFMpegLogLevel level = FFMpegLogLevel.Warning)
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

        processor.WithLogLevel(level).CancellableThrough(out var cancel, TimeSpan.Zero);
        await using var registration = stop.Token.Register(() => Kill(cancel));
        FFMpegResult result;
        try
        {
            stop.Token.ThrowIfCancellationRequested();
            result = await processor.ProcessAsynchronously(throwOnError: false).ConfigureAwait(false);
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

        return result.Success ? tail : throw new FfmpegFailedException(result.ExitCode, tail);
    }

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
