using System.Collections.Concurrent;

namespace Ruying.Api.Jobs;

/// <summary>Lets a request stop the job that a worker of this process runs.</summary>
public sealed class JobCancellations
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);

    /// <summary>Makes a job stoppable until the source is given back to <see cref="Remove"/>.</summary>
    public void Add(string jobId, CancellationTokenSource source) => _running[jobId] = source;

    public void Remove(string jobId) => _running.TryRemove(jobId, out _);

    /// <summary>Stops the job if it runs here.</summary>
    public void Cancel(string jobId)
    {
        if (_running.TryGetValue(jobId, out var source))
        {
            JobRunner.Stop(source);
        }
    }
}
