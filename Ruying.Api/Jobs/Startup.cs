using Ruying.Api.Data;
using Ruying.Api.Idempotency;
using Ruying.Api.Keys;
using Ruying.Api.Security;
using Ruying.Api.Storage;
using Ruying.Api.Uploads;
using Ruying.Pipeline;

namespace Ruying.Api.Jobs;

/// <summary>Before the first request: the tables are there, what a crash left behind is gone, unfinished jobs wait for a worker again.</summary>
internal sealed class Startup(
    Schema schema, JobStore jobs, JobDispatcher dispatcher, IdempotencyStore idempotency, DataFolder data, UploadSweep uploads, KeyStore keys, Exposure exposure, TimeProvider time, ILogger<Startup> logger)
    : IHostedService
{
    /// <summary>A job that takes the process down with it must not do so for ever.</summary>
    private const int AttemptLimit = 5;

    /// <summary>A restart may overlap with the end of the service before.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await data.TakeAsync(Patience, time, cancellationToken);
        await schema.PrepareAsync(cancellationToken);
        await RequireKeyAsync(cancellationToken);
        var (jobIds, subjectIds) = await jobs.ListIdsAsync(cancellationToken);
        data.Sweep(subjectIds.Concat(await uploads.SettleAsync(cancellationToken)).ToHashSet(), jobIds);

        foreach (var job in await jobs.ListCancellingAsync(cancellationToken))
        {
            // Killed on its way out: it may have published what nobody wants.
            data.RemoveVideo(job.SubjectId);
            data.RemoveAvatar(job.SubjectId);
            await jobs.TryCancelAsync(job.Id, JobState.Cancelling, cancellationToken);
        }

        await idempotency.ReleaseAllAsync(cancellationToken);
        await jobs.FailCrashedAsync(AttemptLimit, cancellationToken);
        await jobs.RequeueRunningAsync(cancellationToken);
        var waiting = await jobs.ListQueuedAsync(cancellationToken);
        foreach (var job in waiting)
        {
            dispatcher.Enqueue(job);
        }

        logger.LogInformation("Data folder {Folder}; {Count} unfinished jobs go on", data.Root, waiting.Count);
    }

    private async Task RequireKeyAsync(CancellationToken cancellationToken)
    {
        if (!exposure.LoopbackOnly && !await keys.AnyAdminAsync(cancellationToken))
        {
            throw new EnvironmentException(
                "auth.no_admin_key", "Others could reach this service, and there is no admin key: make one with 'ruying keys create me --scope admin', or listen on 127.0.0.1 only.");
        }

        if (exposure.LoopbackOnly && !await keys.AnyAsync(cancellationToken))
        {
            logger.LogInformation("No key was made: whoever sits at this machine may do everything, and nobody else reaches the service");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
