namespace Ruying.Pipeline.Media;

/// <summary>ffmpeg gave up; the message holds the end of its log.</summary>
/// <param name="exitCode">Its exit status.</param>
/// <param name="logTail">The last lines that it wrote.</param>
public sealed class FfmpegFailedException(int exitCode, string logTail)
    : Exception($"ffmpeg ended with status {exitCode}: {logTail}")
{
    /// <summary>Its exit status.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>The last lines that it wrote, at most 20.</summary>
    public string LogTail { get; } = logTail;
}
