using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Ruying.Api.Data;
using Ruying.Api.Servers;
using Ruying.Api.Usage;
using Ruying.Api.Webhooks;

namespace Ruying.Api.Jobs;

/// <summary>The jobs table. A state changes only from the state that the caller believes in (compare and swap).</summary>
public sealed class JobStore(IDbContextFactory<RuyingDb> databases, ThisServer me, JobWatchers watchers, WebhookOutbox outbox, UsageLedger usage, TimeProvider time)
{
    private static readonly JobState[] Unfinished = [JobState.Queued, JobState.Running, JobState.Cancelling];

    // Of this store and no other: a compiled query belongs to one kind of database.
    private readonly Func<RuyingDb, string, CancellationToken, Task<JobRow?>> _find = EF.CompileAsyncQuery(
        (RuyingDb db, string id, CancellationToken _) => db.Jobs.AsNoTracking().SingleOrDefault(j => j.Id == id));

    public async Task<JobRow?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await _find(db, id, cancellationToken);
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

    /// <summary>
    /// The job that shall run next: of the owner of whom least runs, then of the one who was served longest ago, the oldest. So a hundred
    /// videos of one owner do not hold up another's first.
    /// </summary>
    /// <param name="kinds">What the worker does.</param>
    /// <param name="cancellationToken">Stops the look-up.</param>
    /// <returns>Null where none waits that this server's device will do for.</returns>
    public async Task<string?> NextAsync(IReadOnlyCollection<JobKind> kinds, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (now, device) = (time.GetUtcNow(), me.Device);
        var waiting = await db.Jobs.AsNoTracking().Where(j => j.State == JobState.Queued && kinds.Contains(j.Kind))
            .Where(j => (j.NotBefore == null || j.NotBefore <= now) && (j.WantedDevice == null || j.WantedDevice == device))
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
        // Said once more than the filter does: "or whoever asks for all" finds no index.
        var owner = db.Owner;
        return await (owner is null ? db.Jobs : db.Jobs.Where(j => j.OwnerId == owner)).CountAsync(j => Unfinished.Contains(j.State), cancellationToken);
    }

    /// <summary>How many jobs may start now, by kind and the device they want.</summary>
    public async Task<IReadOnlyList<(JobKind Kind, string? Device, int Count)>> CountDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var due = await db.Jobs.AsNoTracking().Where(j => j.State == JobState.Queued && (j.NotBefore == null || j.NotBefore <= now))
            .GroupBy(j => new { j.Kind, j.WantedDevice }).Select(g => new { g.Key.Kind, g.Key.WantedDevice, Count = g.Count() }).ToListAsync(cancellationToken);
        return [.. due.Select(d => (d.Kind, d.WantedDevice, d.Count))];
    }

    /// <summary>Queued to running on this server, one attempt more.</summary>
    /// <param name="id">The job.</param>
    /// <param name="lease">The attempt's own.</param>
    /// <param name="cancellationToken">Stops before.</param>
    /// <returns>The row; null when another worker has it or it was cancelled.</returns>
    public async Task<JobRow?> TryStartAsync(string id, string lease, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await TryUpdateAsync(id, j => j.Id == id && j.State == JobState.Queued, s => s
            .SetProperty(j => j.State, JobState.Running)
            .SetProperty(j => j.Attempt, j => j.Attempt + 1)
            .SetProperty(j => j.Worker, me.Id)
            .SetProperty(j => j.Device, me.Device)
            .SetProperty(j => j.Lease, lease)
            .SetProperty(j => j.NotBefore, (DateTimeOffset?)null)
            .SetProperty(j => j.ErrorCode, (string?)null)
            .SetProperty(j => j.ErrorMessage, (string?)null)
            .SetProperty(j => j.Eta, (DateTimeOffset?)null)
            .SetProperty(j => j.FramesPerSecond, (double?)null)
            .SetProperty(j => j.StartedAt, now), cancellationToken);
        return await FindAsync(id, cancellationToken) is { } job && job.Lease == lease ? job : null;
    }

    /// <summary>Before a result is published: one whose attempt lost its lease must not replace another's.</summary>
    /// <exception cref="OperationCanceledException">The job was cancelled or taken over.</exception>
    public async Task RequireHeldAsync(JobRow job, CancellationToken cancellationToken)
    {
        if (!await IsHeldAsync(job, cancellationToken))
        {
            throw new OperationCanceledException($"Job {job.Id} is not this attempt's any more.");
        }
    }

    /// <summary>Whether the attempt's lease is good still.</summary>
    public async Task<bool> IsHeldAsync(JobRow job, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Jobs.AnyAsync(Held(job), cancellationToken);
    }

    public Task<bool> TryReportAsync(JobRow job, string stage, int percent, DateTimeOffset? eta, double? framesPerSecond, CancellationToken cancellationToken) =>
        TryUpdateAsync(job.Id, Held(job), s => s
            .SetProperty(j => j.Stage, stage)
            .SetProperty(j => j.Percent, percent)
            .SetProperty(j => j.Eta, eta)
            .SetProperty(j => j.FramesPerSecond, framesPerSecond), cancellationToken);

    /// <summary>Running to queued: its server stops or is no more, another start goes on.</summary>
    public Task<bool> TryRequeueAsync(JobRow job, CancellationToken cancellationToken) =>
        TryUpdateAsync(job.Id, Held(job), s => s
            .SetProperty(j => j.State, JobState.Queued)
            .SetProperty(j => j.Worker, (string?)null)
            .SetProperty(j => j.Device, (string?)null)
            .SetProperty(j => j.Lease, (string?)null), cancellationToken);

    /// <summary>Running to queued, to be tried again somewhat later by whoever can.</summary>
    /// <param name="job">The attempt.</param>
    /// <param name="error">Why.</param>
    /// <param name="delay">How much later.</param>
    /// <param name="cancellationToken">Stops before.</param>
    public Task<bool> TryPutOffAsync(JobRow job, JobError error, TimeSpan delay, CancellationToken cancellationToken)
    {
        var then = time.GetUtcNow() + delay;
        return TryUpdateAsync(job.Id, Held(job), s => s
            .SetProperty(j => j.State, JobState.Queued)
            .SetProperty(j => j.Worker, (string?)null)
            .SetProperty(j => j.Device, (string?)null)
            .SetProperty(j => j.Lease, (string?)null)
            .SetProperty(j => j.PutOffs, j => j.PutOffs + 1)
            .SetProperty(j => j.NotBefore, then)
            .SetProperty(j => j.ErrorCode, error.Code)
            .SetProperty(j => j.ErrorMessage, error.Message), cancellationToken);
    }

    public Task<bool> TrySucceedAsync(JobRow job, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return TryEndAsync(job, s => s
            .SetProperty(j => j.State, JobState.Succeeded)
            .SetProperty(j => j.Percent, 100)
            .SetProperty(j => j.FinishedAt, now), cancellationToken);
    }

    public Task<bool> TryFailAsync(JobRow job, string code, string message, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return TryEndAsync(job, s => s
            .SetProperty(j => j.State, JobState.Failed)
            .SetProperty(j => j.ErrorCode, code)
            .SetProperty(j => j.ErrorMessage, message)
            .SetProperty(j => j.FinishedAt, now), cancellationToken);
    }

    /// <summary>Queued to cancelled.</summary>
    public Task<bool> TryCancelAsync(string id, CancellationToken cancellationToken) => TryCancelAsync(id, j => j.Id == id && j.State == JobState.Queued, cancellationToken);

    /// <summary>Cancelling to cancelled: its worker has left it, or is no more.</summary>
    public Task<bool> TryCancelAsync(JobRow job, CancellationToken cancellationToken)
    {
        var (id, lease) = (job.Id, job.Lease);
        return TryCancelAsync(id, j => j.Id == id && j.State == JobState.Cancelling && j.Lease == lease, cancellationToken);
    }

    /// <summary>Running to cancelling: the worker finds it so.</summary>
    public Task<bool> TryStopAsync(string id, CancellationToken cancellationToken) =>
        TryUpdateAsync(id, j => j.Id == id && j.State == JobState.Running, s => s.SetProperty(j => j.State, JobState.Cancelling), cancellationToken);

    /// <summary>Failed or cancelled to queued, as if it had never been started; what its stages kept is used.</summary>
    public Task<bool> TryRetryAsync(string id, CancellationToken cancellationToken) =>
        TryUpdateAsync(id, j => j.Id == id && (j.State == JobState.Failed || j.State == JobState.Cancelled), s => s
            .SetProperty(j => j.State, JobState.Queued)
            .SetProperty(j => j.Attempt, 0)
            .SetProperty(j => j.PutOffs, 0)
            .SetProperty(j => j.Percent, 0)
            .SetProperty(j => j.Worker, (string?)null)
            .SetProperty(j => j.Device, (string?)null)
            .SetProperty(j => j.Lease, (string?)null)
            .SetProperty(j => j.ErrorCode, (string?)null)
            .SetProperty(j => j.ErrorMessage, (string?)null)
            .SetProperty(j => j.FinishedAt, (DateTimeOffset?)null), cancellationToken);

    /// <summary>The ids of all jobs, and of all avatars and videos.</summary>
    public async Task<(IReadOnlySet<string> Jobs, IReadOnlySet<string> Subjects)> ListIdsAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Jobs.AsNoTracking().Select(j => new { j.Id, j.SubjectId }).ToListAsync(cancellationToken);
        return (rows.Select(r => r.Id).ToHashSet(), rows.Select(r => r.SubjectId).ToHashSet());
    }

    /// <summary>The attempt, as long as it runs and nobody has taken it over.</summary>
    private static Expression<Func<JobRow, bool>> Held(JobRow job)
    {
        var (id, lease) = (job.Id, job.Lease);
        return j => j.Id == id && j.State == JobState.Running && j.Lease == lease;
    }

    private Task<bool> TryCancelAsync(string id, Expression<Func<JobRow, bool>> where, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return TryUpdateAsync(id, where, s => s
            .SetProperty(j => j.State, JobState.Cancelled)
            .SetProperty(j => j.FinishedAt, now), cancellationToken);
    }

    /// <summary>Running to its end; webhooks are told of it, and what was made is counted, in one transaction.</summary>
    private async Task<bool> TryEndAsync(JobRow job, Action<UpdateSettersBuilder<JobRow>> set, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Jobs.Where(Held(job)).ExecuteUpdateAsync(set, cancellationToken) == 0)
        {
            return false;
        }

        await outbox.AddAsync(db, job.Id, cancellationToken);
        await usage.AddAsync(db, job.Id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        watchers.Touch(job.Id);
        outbox.Ring();
        return true;
    }

    private async Task<bool> TryUpdateAsync(
        string id, Expression<Func<JobRow, bool>> where, Action<UpdateSettersBuilder<JobRow>> set, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var changed = await db.Jobs.Where(where).ExecuteUpdateAsync(set, cancellationToken) == 1;
        if (changed)
        {
            watchers.Touch(id);
        }

        return changed;
    }
}
