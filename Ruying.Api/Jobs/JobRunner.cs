using Ruying.Api.Data;
using Ruying.Api.Logs;
using Ruying.Api.Storage;
using Ruying.Api.Telemetry;
using Ruying.Pipeline;

namespace Ruying.Api.Jobs;

/// <summary>
/// Runs one job on a worker. Jobs are at-least-once, results exactly-once: work may be done again after a crash, but only the
/// worker that moves the row from running to succeeded lets its result stand.
/// </summary>
public sealed class JobRunner(
    JobStore jobs,
    JobCancellations cancellations,
    DataFolder data,
    JobLogs logs,
    JobTraces traces,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<JobRunner> logger)
{
    /// <summary>Ctrl+C reaches ffmpeg before it reaches us: an error this close to the stop is the stop.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromMilliseconds(500);

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
        cancellations.Add(jobId, cancelling);
        try
        {
            // 2. Queued to running, here and nowhere else.
            if (!await jobs.TryStartAsync(jobId, CancellationToken.None) || await jobs.FindAsync(jobId, CancellationToken.None) is not { } job)
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
            // The row could not be read or written: it is what it was, and the next start goes on from there.
            logger.LogError(exception, "Job {Job} could not be run", jobId);
            throw;
        }
        finally
        {
            cancellations.Remove(jobId);
        }
    }

    private async Task RunStartedAsync(JobRow job, IJobHandler handler, JobTrace trace, CancellationTokenSource cancelling, CancellationToken stopping)
    {
        try
        {
            await using (var progress = new JobProgress(job, jobs, time, logger, () => Stop(cancelling)))
            {
                await handler.ExecuteAsync(job, trace.Follow(progress), cancelling.Token);
            }

            // 3. The result is in its place; the row says so, or the result goes.
            if (await jobs.TrySucceedAsync(job.Id, CancellationToken.None))
            {
                trace.End(JobState.Succeeded);
                logger.LogInformation("Job {Job} succeeded", job.Id);
                CleanUp(job);
                return;
            }
        }
        catch (Exception exception)
        {
            // 4. The service stops: the next start goes on from the work folder.
            if (await IsStoppingAsync(stopping, cancelling.Token))
            {
                await jobs.TryRequeueAsync(job.Id, CancellationToken.None);
                logger.LogInformation("Job {Job} waits for the next start", job.Id);
                return;
            }

            // 5. What went wrong, unless the job was cancelled meanwhile.
            if (await FailAsync(job, trace, exception))
            {
                return;
            }
        }

        // 6. Cancelled under way: no result stays; what its stages kept does, for those who want it after all.
        trace.End(JobState.Cancelled);
        handler.Discard(job);
        await jobs.TryCancelAsync(job.Id, JobState.Cancelling, CancellationToken.None);
        logger.LogInformation("Job {Job} was cancelled", job.Id);
    }

    private async Task<bool> FailAsync(JobRow job, JobTrace trace, Exception exception)
    {
        if (exception is RuyingException user)
        {
            var failed = await jobs.TryFailAsync(job.Id, user.Code, user.Message, CancellationToken.None);
            if (failed)
            {
                trace.End(JobState.Failed, user.Code);
                logger.LogInformation("Job {Job} failed: {Code} {Message}", job.Id, user.Code, user.Message);
            }

            return failed;
        }

        // The work folder stays: it holds the logs that tell what happened.
        var isOurs = await jobs.TryFailAsync(
            job.Id, "internal", $"Something went wrong on our side; the service's log says more (job {job.Id}).", CancellationToken.None);
        if (isOurs)
        {
            trace.End(JobState.Failed, "internal");
            logger.LogError(exception, "Job {Job} failed", job.Id);
        }

        return isOurs;
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

    private void CleanUp(JobRow job)
    {
        try
        {
            data.RemoveWork(job.Id);
            data.RemoveUpload(job.SubjectId);
        }
        catch (IOException exception)
        {
            // The row is right; the files go with the avatar or video, or when the service starts.
            logger.LogWarning(exception, "The work folder of job {Job} was not removed", job.Id);
        }
    }
}
