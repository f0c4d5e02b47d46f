namespace Ruying.Pipeline;

/// <summary>Counts the seconds of each stage as its progress goes by: the time since the last report belongs to the stage that reports.</summary>
/// <param name="time">The clock.</param>
/// <param name="next">Hears every report too; may be null.</param>
public sealed class StageTimes(TimeProvider time, IProgress<StageProgress>? next = null) : IProgress<StageProgress>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, double> _seconds = [];
    private long _last = time.GetTimestamp();

    /// <summary>Seconds of each stage so far.</summary>
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

    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _seconds[value.Stage] = _seconds.GetValueOrDefault(value.Stage) + time.GetElapsedTime(_last, now).TotalSeconds;
            _last = now;
        }

        next?.Report(value);
    }
}
