using System.Data.Common;
using Ruying.Api.Data;

namespace Ruying.Api.Jobs;

/// <summary>
/// Reads the watched jobs' rows for all watchers at once: soon after this process changed them, and slowly in any case, for
/// jobs that another process works on.
/// </summary>
internal sealed class JobFeed(JobStore jobs, JobWatchers watchers, TimeProvider time, ILogger<JobFeed> logger) : BackgroundService
{
    /// <summary>How late news of another process's jobs may come.</summary>
    private static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(2);

    /// <summary>Changes that come together are read together.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var ids = await watchers.WaitAsync(SlowPoll, stoppingToken);
                if (ids.Count == 0)
                {
                    continue;
                }

                var rows = (await jobs.FindAsync(ids, stoppingToken)).ToDictionary(row => row.Id);
                foreach (var id in ids)
                {
                    watchers.Publish(id, rows.GetValueOrDefault(id));
                }

                await Task.Delay(Gathering, time, stoppingToken);
            }
            catch (Exception exception) when (exception is DbException || DatabaseErrors.IsUnavailable(exception))
            {
                logger.LogWarning(exception, "The watched jobs could not be read; they will be again");
                await Task.Delay(SlowPoll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
