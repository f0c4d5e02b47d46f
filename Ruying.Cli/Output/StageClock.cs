using Ruying.Pipeline;

namespace Ruying.Cli.Output;

/// <summary>Counts the seconds of each stage as its progress goes by: the time since the last report belongs to the stage that reports.</summary>
internal sealed class StageClock(TimeProvider time, IProgress<StageProgress> next) : IProgress<StageProgress>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, double> _seconds = [];
    private long _last = time.GetTimestamp();

    public IReadOnlyDictionary<string, double> Seconds
    {
        get
        {
            lock (_lock)
            {
                return new Dictionary<string, double>(_seconds);
            }
        }
    }

    public void Report(StageProgress value)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _seconds[value.Stage] = _seconds.GetValueOrDefault(value.Stage) + time.GetElapsedTime(_last, now).TotalSeconds;
            _last = now;
        }

        next.Report(value);
    }
}
