using Microsoft.EntityFrameworkCore;
using Ruying.Api.Data;
using Ruying.Api.Idempotency;
using Ruying.Api.Jobs;
using Ruying.Api.Storage;

namespace Ruying.Api.Servers;

/// <summary>
/// Takes from the dead what they held: their jobs wait again, their idempotency keys are free. Any living server may; each row changes once.
/// So it is with what an attempt of this server left that is over.
/// </summary>
internal sealed class DeadServers(
    ServerStore servers, ThisServer me, JobAttempts attempts, JobStore jobs, IdempotencyStore idempotency, IDbContextFactory<RuyingDb> databases, KeptFiles kept, ILogger<DeadServers> logger)
{
    /// <summary>A job that takes the process down with it must not do so for ever.</summary>
    private const int AttemptLimit = 5;

    public async Task TakeOverAsync(CancellationToken cancellationToken)
    {
        var living = await servers.ListLivingAsync(cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var left = await db.Jobs.AsNoTracking()
            .Where(j => j.State == JobState.Running || j.State == JobState.Cancelling)
            .Where(j => j.Worker == null || j.Worker == me.Id || !living.Contains(j.Worker))
            .ToListAsync(cancellationToken);
        foreach (var job in left.Where(j => !attempts.Has(j.Lease)))
        {
            logger.LogInformation("Job {Job} was left {State} by {Worker}", job.Id, job.State, job.Worker);
            await TakeAsync(job, cancellationToken);
        }

        await idempotency.ReleaseAsync(living, cancellationToken);
    }

    private async Task TakeAsync(JobRow job, CancellationToken cancellationToken)
    {
        if (job.State == JobState.Cancelling)
        {
            // Killed on its way out: it may have published what nobody wants.
            await kept.RemoveVideoAsync(job.SubjectId, cancellationToken);
            await kept.RemoveAvatarAsync(job.SubjectId, cancellationToken);
            await jobs.TryCancelAsync(job, cancellationToken);
        }
        else if (job.Attempt >= AttemptLimit)
        {
            await jobs.TryFailAsync(
                job, "job.crashed", "The service stopped each time it worked on this; try another file or text, or a machine with more memory.", cancellationToken);
        }
        else
        {
            await jobs.TryRequeueAsync(job, cancellationToken);
        }
    }
}
