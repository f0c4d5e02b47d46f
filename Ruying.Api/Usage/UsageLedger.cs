using Microsoft.EntityFrameworkCore;
using Ruying.Api.Data;

namespace Ruying.Api.Usage;

/// <summary>Notes what jobs made, so that it is still known when the video has been deleted.</summary>
public sealed class UsageLedger(TimeProvider time)
{
    /// <summary>What is counted; the rest costs no one anything.</summary>
    private static readonly JobKind[] Counted = [JobKind.Avatar, JobKind.StudioAvatar, JobKind.Video];

    /// <summary>Adds what a job made that has just succeeded; the caller's transaction, which ended the job, commits it: so each job counts once.</summary>
    /// <param name="db">The caller's, which saves.</param>
    /// <param name="jobId">The job, in whatever state.</param>
    /// <param name="cancellationToken">Stops before.</param>
    public async Task AddAsync(RuyingDb db, string jobId, CancellationToken cancellationToken)
    {
        var job = await db.Jobs.AsNoTracking().SingleAsync(j => j.Id == jobId, cancellationToken);
        if (job.State != JobState.Succeeded || !Counted.Contains(job.Kind) || await db.Usage.IgnoreQueryFilters().AnyAsync(u => u.JobId == jobId, cancellationToken))
        {
            return;
        }

        var seconds = await db.Videos.Where(v => v.Id == job.SubjectId).Select(v => v.Seconds).SingleOrDefaultAsync(cancellationToken);
        db.Usage.Add(new UsageRow
        {
            JobId = job.Id,
            OwnerId = job.OwnerId,
            Kind = job.Kind,
            Seconds = seconds ?? 0,
            Day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime),
        });
        await db.SaveChangesAsync(cancellationToken);
    }
}
