using System.Globalization;

namespace Ruying.Pipeline.Media;

/// <summary>What one run of ffmpeg may take. A run that wants more is ended: <c>footage.too_costly</c>.</summary>
public sealed record FfmpegLimits
{
    private const long Gigabyte = 1L << 30;

    /// <summary>Address space, in bytes; 256 MiB or more.</summary>
    /// <value>Default: half of the machine's memory, 2 to 8 GiB. Encoding 1920x1080 takes 0.9 GiB of it.</value>
    public long MemoryBytes { get; init; } = Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2, 2 * Gigabyte, 8 * Gigabyte);

    /// <summary>Processor time of all its threads.</summary>
    /// <value>Default: 8 hours, several times what half an hour of footage in 4K at 60 frames a second takes.</value>
    public TimeSpan ProcessorTime { get; init; } = TimeSpan.FromHours(8);

    /// <summary>The largest file that it may write, in bytes.</summary>
    /// <value>Default: 32 GiB; an hour of video at 1920x1080 takes 2 to 5.</value>
    public long FileBytes { get; init; } = 32 * Gigabyte;

    /// <summary>Files and pipes open at once.</summary>
    /// <value>Default: 256.</value>
    public int OpenFiles { get; init; } = 256;

    /// <summary>What ffprobe may take: it reads headers, and writes nothing.</summary>
    internal FfmpegLimits Probing => this with
    {
        MemoryBytes = Math.Min(MemoryBytes, 2 * Gigabyte), ProcessorTime = ProcessorTime < Probe ? ProcessorTime : Probe, FileBytes = 0,
    };

    private static TimeSpan Probe => TimeSpan.FromMinutes(1);

    /// <summary>Options of prlimit. The soft limit of time is the hard one: at a soft one ffmpeg ends as if it had been asked to, and does not say why.</summary>
    internal string Options => string.Create(
        CultureInfo.InvariantCulture,
        $"--as={MemoryBytes} --cpu={Math.Max(1, Math.Ceiling(ProcessorTime.TotalSeconds)):0} --fsize={FileBytes} --nofile={OpenFiles} --core=0");
}
