using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Ruying.Api.Data;
using Ruying.Api.Webhooks;

namespace Ruying.Api.Jobs;

/// <summary>The jobs table. A state changes only from the state that the caller believes in (compare and swap).</summary>
public sealed class JobStore(IDbContextFactory<RuyingDb> databases, JobWatchers watchers, WebhookOutbox outbox, TimeProvider time)
{
    private static readonly JobState[] Unfinished = [JobState.Queued, JobState.Running, JobState.Cancelling];

    public async Task<JobRow?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == id, cancellationToken);
    }

    /// <summary>Those of the jobs that are there.</summary>
    public async Task<IReadOnlyList<JobRow>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Jobs.AsNoTracking().Where(j => ids.Contains(j.Id)).ToListAsync(cancellationToken);
    }

    /// <summary>Whether a job about that subject has not ended.</summary>
    public async Task<bool> IsUnderWayAsync(string subjectId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Jobs.AnyAsync(j => j.SubjectId == subjectId && Unfinished.Contains(j.State), cancellationToken);
    }

    /// <summary>Adds a job that stands alone: avatars and videos add theirs with their own row.</summary>
    public async Task AddAsync(JobRow job, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        db.Jobs.Add(job);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The newest jobs first, those before <paramref name="before"/> only, and of one state and kind if asked for.</summary>
    public async Task<IReadOnlyList<JobRow>> ListAsync(int limit, string? before, JobState? state, JobKind? kind, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Jobs.AsNoTracking()
            .Where(j => state == null || j.State == state)
            .Where(j => kind == null || j.Kind == kind)
            .Where(j => before == null || string.Compare(j.Id, before) < 0)
            .OrderByDescending(j => j.Id)
            .Take(limit)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Jobs that were running each of the last times the service went down without a word took it down, most likely.</summary>
    public async Task FailCrashedAsync(int attempts, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        foreach (var id in await db.Jobs.Where(j => j.State == JobState.Running && j.Attempt >= attempts).Select(j => j.Id).ToListAsync(cancellationToken))
        {
            await TryFailAsync(
                id, "job.crashed", "The service stopped each time it worked on this; try another file or text, or a machine with more memory.", cancellationToken);
        }
    }

    /// <summary>Jobs that a stopped service left running wait again.</summary>
    public Task<int> RequeueRunningAsync(CancellationToken cancellationToken) =>
        UpdateAsync(j => j.State == JobState.Running, s => s.SetProperty(j => j.State, JobState.Queued), cancellationToken);

    /// <summary>
    /// The job that shall run next: of the owner of whom least runs, then of the one who was served longest ago, the oldest. So a hundred
    /// videos of one owner do not hold up another's first.
    /// </summary>
    /// <param name="kinds">What the worker does.</param>
    /// <param name="cancellationToken">Stops the look-up.</param>
    /// <returns>Null where none waits.</returns>
    public async Task<string?> NextAsync(IReadOnlyCollection<JobKind> kinds, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var waiting = await db.Jobs.AsNoTracking().Where(j => j.State == JobState.Queued && kinds.Contains(j.Kind))
            .GroupBy(j => j.OwnerId).Select(g => new { Owner = g.Key, First = g.Min(j => j.Id) }).ToListAsync(cancellationToken);
        if (waiting.Count < 2)
        {
            return waiting.SingleOrDefault()?.First;
        }

        var owners = waiting.Select(w => w.Owner).ToList();
        var served = await db.Jobs.AsNoTracking().Where(j => owners.Contains(j.OwnerId) && kinds.Contains(j.Kind) && j.StartedAt != null)
            .GroupBy(j => j.OwnerId)
            .Select(g => new { Owner = g.Key, Running = g.Count(j => j.State == JobState.Running || j.State == JobState.Cancelling), Last = g.Max(j => j.StartedAt) })
            .ToDictionaryAsync(g => g.Owner, cancellationToken);
        return waiting.MinBy(w => (served.GetValueOrDefault(w.Owner)?.Running ?? 0, served.GetValueOrDefault(w.Owner)?.Last ?? DateTimeOffset.MinValue, w.First))!.First;
    }

    /// <summary>How many jobs of the caller are not final.</summary>
    public async Task<int> CountWaitingAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Jobs.CountAsync(j => Unfinished.Contains(j.State), cancellationToken);
    }

    /// <summary>Jobs that were being cancelled when the service went down.</summary>
    public async Task<IReadOnlyList<JobRow>> ListCancellingAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Jobs.AsNoTracking().Where(j => j.State == JobState.Cancelling).ToListAsync(cancellationToken);
    }

    /// <summary>All that wait, the oldest first.</summary>
    public async Task<IReadOnlyList<JobRow>> ListQueuedAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Jobs.AsNoTracking().Where(j => j.State == JobState.Queued).OrderBy(j => j.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Queued to running, one attempt more.</summary>
    /// <returns>False when another worker has it or it was cancelled.</returns>
    public Task<bool> TryStartAsync(string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return TryUpdateAsync(id, JobState.Queued, s => s
            .SetProperty(j => j.State, JobState.Running)
            .SetProperty(j => j.Attempt, j => j.Attempt + 1)
            .SetProperty(j => j.Eta, (DateTimeOffset?)null)
            .SetProperty(j => j.StartedAt, now), cancellationToken);
    }

    public Task<bool> TryReportAsync(string id, string stage, int percent, DateTimeOffset? eta, CancellationToken cancellationToken) =>
        TryUpdateAsync(id, JobState.Running, s => s
            .SetProperty(j => j.Stage, stage)
            .SetProperty(j => j.Percent, percent)
            .SetProperty(j => j.Eta, eta), cancellationToken);

    /// <summary>Running to queued: the service stops, the next start goes on.</summary>
    public Task<bool> TryRequeueAsync(string id, CancellationToken cancellationToken) =>
        TryUpdateAsync(id, JobState.Running, s => s.SetProperty(j => j.State, JobState.Queued), cancellationToken);

    public Task<bool> TrySucceedAsync(string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return TryEndAsync(id, s => s
            .SetProperty(j => j.State, JobState.Succeeded)
            .SetProperty(j => j.Percent, 100)
            .SetProperty(j => j.FinishedAt, now), cancellationToken);
    }

    public Task<bool> TryFailAsync(string id, string code, string message, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return TryEndAsync(id, s => s
            .SetProperty(j => j.State, JobState.Failed)
            .SetProperty(j => j.ErrorCode, code)
            .SetProperty(j => j.ErrorMessage, message)
            .SetProperty(j => j.FinishedAt, now), cancellationToken);
    }

    /// <summary>Queued, or cancelling and left by its worker, to cancelled.</summary>
    public Task<bool> TryCancelAsync(string id, JobState from, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return TryUpdateAsync(id, from, s => s
            .SetProperty(j => j.State, JobState.Cancelled)
            .SetProperty(j => j.FinishedAt, now), cancellationToken);
    }

    /// <summary>Running to cancelling: the worker finds it so.</summary>
    public Task<bool> TryStopAsync(string id, CancellationToken cancellationToken) =>
        TryUpdateAsync(id, JobState.Running, s => s.SetProperty(j => j.State, JobState.Cancelling), cancellationToken);

    /// <summary>Failed or cancelled to queued, as if it had never been started; what its stages kept is used.</summary>
    public async Task<bool> TryRetryAsync(string id, CancellationToken cancellationToken)
    {
        foreach (var from in new[] { JobState.Failed, JobState.Cancelled })
        {
            var done = await TryUpdateAsync(id, from, s => s
                .SetProperty(j => j.State, JobState.Queued)
                .SetProperty(j => j.Attempt, 0)
                .SetProperty(j => j.Percent, 0)
                .SetProperty(j => j.ErrorCode, (string?)null)
                .SetProperty(j => j.ErrorMessage, (string?)null)
                .SetProperty(j => j.FinishedAt, (DateTimeOffset?)null), cancellationToken);
            if (done)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The ids of all jobs, and of all avatars and videos.</summary>
    public async Task<(IReadOnlySet<string> Jobs, IReadOnlySet<string> Subjects)> ListIdsAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Jobs.AsNoTracking().Select(j => new { j.Id, j.SubjectId }).ToListAsync(cancellationToken);
        return (rows.Select(r => r.Id).ToHashSet(), rows.Select(r => r.SubjectId).ToHashSet());
    }

    /// <summary>Running to its end, and webhooks are told of it, in one transaction.</summary>
    private async Task<bool> TryEndAsync(string id, Action<UpdateSettersBuilder<JobRow>> set, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Jobs.Where(j => j.Id == id && j.State == JobState.Running).ExecuteUpdateAsync(set, cancellationToken) == 0)
        {
            return false;
        }

        await outbox.AddAsync(db, id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        watchers.Touch(id);
        outbox.Ring();
        return true;
    }

    private async Task<bool> TryUpdateAsync(
        string id, JobState from, Action<UpdateSettersBuilder<JobRow>> set, CancellationToken cancellationToken)
    {
        var changed = await UpdateAsync(j => j.Id == id && j.State == from, set, cancellationToken) == 1;
        if (changed)
        {
            watchers.Touch(id);
        }

        return changed;
    }

    private async Task<int> UpdateAsync(
        System.Linq.Expressions.Expression<Func<JobRow, bool>> where, Action<UpdateSettersBuilder<JobRow>> set, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Jobs.Where(where).ExecuteUpdateAsync(set, cancellationToken);
    }
}
