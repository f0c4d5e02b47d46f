using Ruying.Api.Data;
using Ruying.Api.Idempotency;
using Ruying.Api.Storage;

namespace Ruying.Api.Jobs;

/// <summary>Before the first request: the tables are there, what a crash left behind is gone, unfinished jobs wait for a worker again.</summary>
internal sealed class Startup(
    Schema schema, JobStore jobs, JobDispatcher dispatcher, IdempotencyStore idempotency, DataFolder data, TimeProvider time, ILogger<Startup> logger) : IHostedService
{
    /// <summary>A job that takes the process down with it must not do so for ever.</summary>
    private const int AttemptLimit = 5;

    /// <summary>A restart may overlap with the end of the service before.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await data.TakeAsync(Patience, time, cancellationToken);
        await schema.PrepareAsync(cancellationToken);
        var (jobIds, subjectIds) = await jobs.ListIdsAsync(cancellationToken);
        data.Sweep(subjectIds, jobIds);

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

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
