using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Ruying.Api.Data;
using Ruying.Api.Servers;
using Ruying.Pipeline.Videos.Segments;

namespace Ruying.Api.Segments;

/// <summary>
/// The table of segments that any worker may take, one at a time, by compare and swap. Two that render the same cost work and no
/// result: a segment is the same whoever makes it, and takes its place by one rename.
/// </summary>
public sealed class SegmentStore(IDbContextFactory<RuyingDb> databases, ThisServer me, ServerStore servers, TimeProvider time)
{
    /// <summary>Offers a video's segments; those of an attempt before are no more.</summary>
    /// <param name="job">The attempt.</param>
    /// <param name="board">The segments; what is there is done.</param>
    /// <param name="cancellationToken">Stops before.</param>
    public async Task OfferAsync(JobRow job, SegmentBoard board, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Segments.Where(s => s.JobId == job.Id).ExecuteDeleteAsync(cancellationToken);
        db.Segments.AddRange(Enumerable.Range(0, board.Count).Select(number => new SegmentRow
        {
            JobId = job.Id,
            Number = number,
            Lease = job.Lease!,
            Folder = Path.GetFileName(board.Folder),
            Frames = board.DoneOf(number),
            SeenAt = time.GetUtcNow(),
            IsDone = board.IsThere(number),
        }));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The running video that needs help most: of those with free segments that fit this server's device, the one that fewest work on.</summary>
    /// <param name="except">Leases of attempts that this server cannot help.</param>
    /// <param name="cancellationToken">Stops the look-up.</param>
    /// <returns>The job as its attempt has it, and its folder; null where none needs any.</returns>
    public async Task<(JobRow Job, string Folder)?> FindOpenAsync(IReadOnlyCollection<string> except, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var stale = Stale();
        var open = await Open(db).Where(s => !except.Contains(s.Lease)).GroupBy(s => s.JobId)
            .Select(g => new { g.Key, Free = g.Count(s => !s.IsDone && (s.Claim == null || s.SeenAt < stale)), Busy = g.Count(s => !s.IsDone && s.Claim != null && s.SeenAt >= stale) })
            .Where(g => g.Free > 0).OrderBy(g => g.Busy).ThenBy(g => g.Key).FirstOrDefaultAsync(cancellationToken);
        return open is not null
            && await db.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == open.Key && j.State == JobState.Running, cancellationToken) is { } job
            && await db.Segments.AsNoTracking().Where(s => s.JobId == job.Id && s.Lease == job.Lease).Select(s => s.Folder).FirstOrDefaultAsync(cancellationToken) is { } folder
            ? (job, folder)
            : null;
    }

    /// <summary>How many segments are free, by the device that their job wants.</summary>
    public async Task<IReadOnlyList<(string? Device, int Count)>> CountFreeAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var stale = Stale();
        var free = await db.Segments.Where(s => !s.IsDone && (s.Claim == null || s.SeenAt < stale))
            .Join(db.Jobs.Where(j => j.State == JobState.Running), s => s.Lease, j => j.Lease, (s, j) => j.WantedDevice)
            .GroupBy(device => device).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        return [.. free.Select(f => (f.Key, f.Count))];
    }

    /// <summary>Takes the first segment that is free.</summary>
    /// <param name="job">The attempt that offers it.</param>
    /// <param name="claim">The claim's own.</param>
    /// <param name="cancellationToken">Stops before.</param>
    /// <returns>Its number; null when none is free.</returns>
    public async Task<int?> TryClaimAsync(JobRow job, string claim, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (id, lease, stale) = (job.Id, job.Lease, Stale());
        while (await db.Segments.Where(s => s.JobId == id && s.Lease == lease && !s.IsDone && (s.Claim == null || s.SeenAt < stale)).MinAsync(s => (int?)s.Number, cancellationToken) is { } number)
        {
            var now = time.GetUtcNow();
            var taken = await db.Segments.Where(s => s.JobId == id && s.Number == number && s.Lease == lease && !s.IsDone && (s.Claim == null || s.SeenAt < stale)).ExecuteUpdateAsync(
                s => s.SetProperty(r => r.Claim, claim).SetProperty(r => r.Worker, me.Id).SetProperty(r => r.Frames, 0).SetProperty(r => r.SeenAt, now), cancellationToken);
            if (taken == 1)
            {
                return number;
            }
        }

        return null;
    }

    /// <summary>A sign of life of who renders a segment.</summary>
    /// <returns>False when it is not theirs any more: taken by another, or the job does not run any more.</returns>
    public async Task<bool> TryReportAsync(JobRow job, int number, string claim, int frames, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (id, lease, now) = (job.Id, job.Lease, time.GetUtcNow());
        return await db.Segments.Where(Claimed(job, number, claim)).Where(s => db.Jobs.Any(j => j.Id == id && j.State == JobState.Running && j.Lease == lease))
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Frames, frames).SetProperty(r => r.SeenAt, now), cancellationToken) == 1;
    }

    /// <summary>A segment lies in its place.</summary>
    public async Task FinishAsync(JobRow job, int number, string claim, int frames, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Segments.Where(Claimed(job, number, claim)).ExecuteUpdateAsync(s => s.SetProperty(r => r.IsDone, true).SetProperty(r => r.Frames, frames), cancellationToken);
    }

    /// <summary>Whoever took it does not render it: it is free.</summary>
    public async Task FreeAsync(JobRow job, int number, string claim, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await FreeAsync(db, Claimed(job, number, claim), cancellationToken);
    }

    /// <summary>It is not where it should be, whoever rendered it: it is free.</summary>
    public async Task ReopenAsync(JobRow job, int number, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (id, lease) = (job.Id, job.Lease);
        await FreeAsync(db, s => s.JobId == id && s.Lease == lease && s.Number == number, cancellationToken);
    }

    /// <summary>The segments that an attempt offers, in order.</summary>
    public async Task<IReadOnlyList<SegmentRow>> ListAsync(JobRow job, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (id, lease) = (job.Id, job.Lease);
        return await db.Segments.AsNoTracking().Where(s => s.JobId == id && s.Lease == lease).OrderBy(s => s.Number).ToListAsync(cancellationToken);
    }

    /// <summary>The attempt offers none any more.</summary>
    public async Task RemoveAsync(JobRow job, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (id, lease) = (job.Id, job.Lease);
        await db.Segments.Where(s => s.JobId == id && s.Lease == lease).ExecuteDeleteAsync(cancellationToken);
    }

    private static Expression<Func<SegmentRow, bool>> Claimed(JobRow job, int number, string claim)
    {
        var (id, lease) = (job.Id, job.Lease);
        return s => s.JobId == id && s.Number == number && s.Lease == lease && s.Claim == claim;
    }

    private static Task<int> FreeAsync(RuyingDb db, Expression<Func<SegmentRow, bool>> which, CancellationToken cancellationToken) =>
        db.Segments.Where(which).ExecuteUpdateAsync(
            s => s.SetProperty(r => r.Claim, (string?)null).SetProperty(r => r.Worker, (string?)null).SetProperty(r => r.Frames, 0).SetProperty(r => r.IsDone, false), cancellationToken);

    /// <summary>The segments of attempts that run and that this server's device will do for.</summary>
    private IQueryable<SegmentRow> Open(RuyingDb db)
    {
        var device = me.Device;
        return db.Segments.AsNoTracking().Where(s => db.Jobs.Any(j => j.Id == s.JobId && j.State == JobState.Running && j.Lease == s.Lease && (j.WantedDevice == null || j.WantedDevice == device)));
    }

    private DateTimeOffset Stale() => time.GetUtcNow() - servers.Patience;
}
