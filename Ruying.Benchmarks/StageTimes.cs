using System.Diagnostics;
using Ruying.Pipeline;

namespace Ruying.Benchmarks;

/// <summary>How long each stage of a job took, from its first report to its last.</summary>
public sealed class StageTimes : IProgress<StageProgress>
{
    private readonly Dictionary<string, (long Start, long End)> _stages = [];
    private readonly Lock _lock = new();

    public IReadOnlyDictionary<string, double> Seconds
    {
        get
        {
            lock (_lock)
            {
                return _stages.ToDictionary(s => s.Key, s => Stopwatch.GetElapsedTime(s.Value.Start, s.Value.End).TotalSeconds);
            }
        }
    }

    public void Report(StageProgress value)
    {
        lock (_lock)
        {
            var now = Stopwatch.GetTimestamp();
            _stages[value.Stage] = (_stages.TryGetValue(value.Stage, out var known) ? known.Start : now, now);
        }
    }
}
