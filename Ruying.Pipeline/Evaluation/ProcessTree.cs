using System.Globalization;

namespace Ruying.Pipeline.Evaluation;

/// <summary>Watches the memory of this process and all its children, ffmpeg included.</summary>
public sealed class ProcessTree : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    /// <summary>Starts watching.</summary>
    public ProcessTree() => _watching = WatchAsync();

    /// <summary>The most that all processes together held in memory at one moment, bytes: proportional share (PSS) where the system tells it, else resident.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>What all processes together hold in memory now, bytes.</summary>
    public static long CurrentBytes()
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read($"{folder}/stat") is { } stat)
            {
                // The name, in parentheses, may hold anything; the parent's id is the second field after it.
                var rest = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                parents[id] = int.Parse(rest[1], CultureInfo.InvariantCulture);
            }
        }

        long sum = 0;
        foreach (var id in parents.Keys.Where(id => Descends(id, Environment.ProcessId, parents) && !IsItsParent(id, parents[id])))
        {
            sum += Memory(id);
        }

        return sum;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    // Between fork and exec a child is its parent's memory once more.
    private static bool IsItsParent(int id, int parent) =>
        id != Environment.ProcessId && Read($"/proc/{id}/cmdline") is { Length: > 0 } own && own == Read($"/proc/{parent}/cmdline");

    private static bool Descends(int id, int ancestor, Dictionary<int, int> parents)
    {
        for (var depth = 0; depth < 64 && id > 1; depth++)
        {
            if (id == ancestor)
            {
                return true;
            }

            id = parents.GetValueOrDefault(id);
        }

        return false;
    }

    private static long Memory(int id)
    {
        // Shared pages are counted once by PSS, as often as there are processes by RSS.
        var line = (Read($"/proc/{id}/smaps_rollup")?.Split('\n') ?? []).FirstOrDefault(l => l.StartsWith("Pss:", StringComparison.Ordinal))
            ?? (Read($"/proc/{id}/status")?.Split('\n') ?? []).FirstOrDefault(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        var number = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1);
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes * 1024 : 0;
    }

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process has ended meanwhile.
            return null;
        }
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            PeakBytes = Math.Max(PeakBytes, CurrentBytes());
        }
        while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false));
    }
}
