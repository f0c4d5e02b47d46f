using Ruying.Api.Data;
using Ruying.Api.Logs;
using Ruying.Api.Storage;
using Ruying.Api.Telemetry;

namespace Ruying.Api.Jobs;

/// <summary>
/// Runs one job on a worker. Jobs are at-least-once, results exactly-once: work may be done again after a crash, but only the
/// worker that moves the row from running to succeeded, under the lease it started with, lets its result stand.
/// </summary>
public sealed class JobRunner(
    JobStore jobs,
    JobCancellations cancellations,
    JobAttempts attempts,
    JobWatchdog watchdog,
    KeptFiles kept,
    JobLogs logs,
    JobTraces traces,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<JobRunner> logger)
{
    /// <summary>Ctrl+C reaches ffmpeg before it reaches us: an error this close to the stop is the stop.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromMilliseconds(500);

    /// <summary>Between two tries while the database does not answer.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>Runs the next job of these kinds, whosever turn it is: a ticket of the queue says only that there is one more.</summary>
    /// <param name="kinds">What the handler does.</param>
    /// <param name="handler">Does it.</param>
    /// <param name="workerToken">The worker stops.</param>
    public async Task RunNextAsync(IReadOnlyCollection<JobKind> kinds, IJobHandler handler, CancellationToken workerToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(workerToken, lifetime.ApplicationStopping);
        while (!stopping.IsCancellationRequested && await jobs.NextAsync(kinds, CancellationToken.None) is { } id)
        {
            if (await TryRunAsync(id, handler, stopping.Token))
            {
                return;
            }
        }
    }

    /// <returns>False when another worker has it or it was cancelled.</returns>
    private async Task<bool> TryRunAsync(string jobId, IJobHandler handler, CancellationToken stopping)
    {
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(stopping);

        // 1. Stoppable before it runs, so that a cancellation that follows the start finds it.
        var lease = Ids.New(time);
        cancellations.Add(jobId, cancelling);
        attempts.Begin(lease);
        try
        {
            // 2. Queued to running, here and nowhere else.
            if (await jobs.TryStartAsync(jobId, lease, CancellationToken.None) is not { } job)
            {
                return false;
            }

            using var log = logs.Open(job);
            using var scope = logger.BeginScope(log);
            using var trace = traces.Start(job);
            logger.LogInformation("Job {Job} ({Kind} {Subject}) started, attempt {Attempt}", job.Id, job.Kind, job.SubjectId, job.Attempt);
            await RunStartedAsync(job, handler, trace, cancelling, stopping);
            return true;
        }
        catch (Exception exception)
        {
            // The row could not be read or written: whatever it says, its lease is over, and soon it waits again.
            logger.LogError(exception, "Job {Job} could not be run", jobId);
            throw;
        }
        finally
        {
            cancellations.Remove(jobId);
            attempts.End(lease);
        }
    }

    private async Task RunStartedAsync(JobRow job, IJobHandler handler, JobTrace trace, CancellationTokenSource cancelling, CancellationToken stopping)
    {
        var unsure = false;
        try
        {
            await using (var progress = watchdog.Watch(job, reason =>
            {
                unsure = reason == JobLoss.Unsure;
                Stop(cancelling);
            }))
            {
                await handler.ExecuteAsync(job, trace.Follow(progress), cancelling.Token);
            }

            // 3. The result is in its place; the row says so, or the result goes.
            if (await EndAsync(job, JobState.Succeeded, () => jobs.TrySucceedAsync(job, CancellationToken.None), stopping))
            {
                trace.End(JobState.Succeeded);
                logger.LogInformation("Job {Job} succeeded", job.Id);
                await kept.ClearAsync(job.SubjectId, job.Id);
                return;
            }
        }
        catch (Exception exception)
        {
            // 4. The service stops: the next start goes on from the work folder.
            if (await IsStoppingAsync(stopping, cancelling.Token))
            {
                await jobs.TryRequeueAsync(job, CancellationToken.None);
                logger.LogInformation("Job {Job} waits for the next start", job.Id);
                return;
            }

            // 5. Stopped because nobody could tell for long whether it is ours still: if it is, it goes on from the work folder.
            if (unsure)
            {
                if (await PatientAsync(() => jobs.TryRequeueAsync(job, CancellationToken.None), stopping))
                {
                    logger.LogInformation("Job {Job} waits again: the database had not answered for long", job.Id);
                    return;
                }
            }

            // 6. What went wrong, unless the job was cancelled meanwhile.
            else if (await FailAsync(job, trace, exception, stopping))
            {
                return;
            }
        }

        // 7. Taken over: what is there is another's.
        var row = await PatientAsync(() => jobs.FindAsync(job.Id, CancellationToken.None), stopping);
        if (row is not null && row.Lease != job.Lease)
        {
            logger.LogWarning("Job {Job} was taken over, as this server had given no sign of life; what it did here does not count", job.Id);
            return;
        }

        // 8. Cancelled under way: no result stays; what its stages kept does, for those who want it after all.
        trace.End(JobState.Cancelled);
        await PatientAsync(
            async () =>
            {
                await handler.DiscardAsync(job);
                return await jobs.TryCancelAsync(job, CancellationToken.None);
            },
            stopping);
        logger.LogInformation("Job {Job} was cancelled", job.Id);
    }

    private async Task<bool> FailAsync(JobRow job, JobTrace trace, Exception exception, CancellationToken stopping)
    {
        var failure = JobFailure.Of(job, exception);
        if (failure.Delay(job.PutOffs) is { } delay)
        {
            var isPutOff = await PatientAsync(() => jobs.TryPutOffAsync(job, failure.Error, delay, CancellationToken.None), stopping);
            if (isPutOff)
            {
                logger.LogWarning(exception, "Job {Job} is tried again in {Delay}: {Code} {Message}", job.Id, delay, failure.Error.Code, failure.Error.Message);
            }

            return isPutOff;
        }

        // The work folder stays: it holds the logs that tell what happened.
        var isEnded = await EndAsync(job, JobState.Failed, () => jobs.TryFailAsync(job, failure.Error.Code, failure.Error.Message, CancellationToken.None), stopping);
        if (!isEnded)
        {
            return false;
        }

        trace.End(JobState.Failed, failure.Error.Code);
        if (failure.IsOurs)
        {
            logger.LogError(exception, "Job {Job} failed", job.Id);
        }
        else
        {
            logger.LogInformation("Job {Job} failed: {Code} {Message}", job.Id, failure.Error.Code, failure.Error.Message);
        }

        return true;
    }

    /// <summary>Ends the attempt; one whose end was written though nobody heard so has ended too.</summary>
    private async Task<bool> EndAsync(JobRow job, JobState state, Func<Task<bool>> end, CancellationToken stopping) =>
        await PatientAsync(end, stopping)
        || (await PatientAsync(() => jobs.FindAsync(job.Id, CancellationToken.None), stopping) is { } row && row.State == state && row.Lease == job.Lease);

    /// <summary>Asks until database and store answer: what was worked on for long is not lost because it was away for a while.</summary>
    private async Task<T> PatientAsync<T>(Func<Task<T>> ask, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (Exception exception) when ((DatabaseErrors.IsUnavailable(exception) || exception is StorageException { CanPass: true }) && !stopping.IsCancellationRequested)
            {
                logger.LogWarning("The database or the store does not answer; it is asked again: {Reason}", exception.Message);
            }

            await Task.Delay(Retry, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> IsStoppingAsync(CancellationToken stopping, CancellationToken cancelling)
    {
        if (!cancelling.IsCancellationRequested)
        {
            await Task.Delay(StopGrace, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return stopping.IsCancellationRequested;
    }

    internal static void Stop(CancellationTokenSource cancelling)
    {
        try
        {
            cancelling.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended in the meantime.
        }
    }
}
