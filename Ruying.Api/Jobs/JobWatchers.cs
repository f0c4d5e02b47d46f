using Ruying.Api.Data;

namespace Ruying.Api.Jobs;

/// <summary>Who waits for news of which job. One reader (<see cref="JobFeed"/>) asks the table for all of them.</summary>
public sealed class JobWatchers : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<JobWatch>> _watches = new(StringComparer.Ordinal);
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _news = new(0, 1);

    /// <summary>Says that a job's row changed; costs nothing where nobody watches it.</summary>
    public void Touch(string jobId)
    {
        lock (_gate)
        {
            if (_watches.ContainsKey(jobId) && _touched.Add(jobId) && _news.CurrentCount == 0)
            {
                _news.Release();
            }
        }
    }

    /// <summary>Watches a job until the watch is disposed; how it stands now is the first thing read.</summary>
    public JobWatch Add(string jobId)
    {
        var watch = new JobWatch(jobId, Remove);
        lock (_gate)
        {
            if (!_watches.TryGetValue(jobId, out var watches))
            {
                _watches.Add(jobId, watches = []);
            }

            watches.Add(watch);
        }

        Touch(jobId);
        return watch;
    }

    /// <summary>The jobs to look at: those that were touched, or all that are watched when nothing was for a while.</summary>
    internal async Task<IReadOnlyCollection<string>> WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var touched = await _news.WaitAsync(patience, cancellationToken);
        lock (_gate)
        {
            string[] jobs = touched ? [.. _touched] : [.. _watches.Keys];
            _touched.Clear();
            return jobs;
        }
    }

    /// <summary>Tells a job's watchers how it stands; null when it is gone.</summary>
    internal void Publish(string jobId, JobRow? row)
    {
        lock (_gate)
        {
            foreach (var watch in _watches.GetValueOrDefault(jobId) ?? [])
            {
                watch.Write(row);
            }
        }
    }

    public void Dispose() => _news.Dispose();

    private void Remove(JobWatch watch)
    {
        lock (_gate)
        {
            if (_watches.TryGetValue(watch.JobId, out var watches) && watches.Remove(watch) && watches.Count == 0)
            {
                _watches.Remove(watch.JobId);
                _touched.Remove(watch.JobId);
            }
        }
    }
}
