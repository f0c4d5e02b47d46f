using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ruying.Api.Data;
using Ruying.Api.Problems;
using Ruying.Api.Security;
using Ruying.Api.Uploads;

namespace Ruying.Api.Usage;

/// <summary>Tells what owners made and have.</summary>
public sealed class UsageReports(IDbContextFactory<RuyingDb> databases, UsageService storage, IOptions<ServiceOptions> options, TimeProvider time)
{
    /// <summary>Days that one report may have.</summary>
    public const int MostDays = 366;

    /// <summary>Days of a report that names none.</summary>
    private const int UsualDays = 30;

    /// <summary>Whose usage a caller is told.</summary>
    /// <param name="user">The caller.</param>
    /// <param name="owner">Whose it asks for; null for its own.</param>
    /// <param name="all">Whether it asks for everybody's.</param>
    /// <returns>Null for everybody's.</returns>
    /// <exception cref="RequestException"><c>auth.scope</c>: another's, without an admin key.</exception>
    public static string? Whose(ClaimsPrincipal user, string? owner, bool all)
    {
        var own = Caller.Require(user);
        return (!all && (owner ?? own) == own) || Caller.IsAdmin(user)
            ? all ? null : owner ?? own
            : throw new RequestException(StatusCodes.Status403Forbidden, "auth.scope", "Another owner's usage is told to admin keys only.");
    }

    /// <summary>Reports.</summary>
    /// <param name="owner">Whose; null for everybody's. Whoever asks need not be it.</param>
    /// <param name="from">The first day, UTC; 29 days before the last if null.</param>
    /// <param name="to">The last day, UTC; today if null.</param>
    /// <param name="cancellationToken">Stops counting.</param>
    /// <exception cref="RequestException"><c>usage.range</c>.</exception>
    public async Task<UsageResponse> OfAsync(string? owner, DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        var last = to ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var first = from ?? DateOnly.FromDayNumber(Math.Max(0, last.DayNumber - UsualDays + 1));
        if (first > last || last.DayNumber - first.DayNumber >= MostDays)
        {
            throw RequestException.Invalid("usage.range", $"Ask for 1 to {MostDays} days, the first of them in from and the last in to.");
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var days = await CountAsync(db, owner, first, last, cancellationToken);
        var jobs = await db.Jobs.IgnoreQueryFilters().Where(j => owner == null || j.OwnerId == owner)
            .Where(j => j.State == JobState.Queued || j.State == JobState.Running || j.State == JobState.Cancelling)
            .GroupBy(j => j.State == JobState.Queued).Select(g => new { IsWaiting = g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        return new UsageResponse(
            owner,
            first,
            last,
            days.Sum(d => d.Videos),
            Math.Round(days.Sum(d => d.Seconds), 2),
            days.Sum(d => d.Avatars),
            days,
            await StoredAsync(db, owner, cancellationToken),
            await db.Uploads.IgnoreQueryFilters().CountAsync(u => u.UsedAs == null && (owner == null || u.OwnerId == owner), cancellationToken),
            jobs.Where(j => j.IsWaiting).Sum(j => j.Count),
            jobs.Where(j => !j.IsWaiting).Sum(j => j.Count),
            UsageLimits.Of(options.Value));
    }

    private static async Task<IReadOnlyList<UsageDay>> CountAsync(RuyingDb db, string? owner, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var counted = await db.Usage.IgnoreQueryFilters()
            .Where(u => (owner == null || u.OwnerId == owner) && u.Day >= first && u.Day <= last)
            .GroupBy(u => new { u.Day, IsVideo = u.Kind == JobKind.Video })
            .Select(g => new { g.Key.Day, g.Key.IsVideo, Count = g.Count(), Seconds = g.Sum(u => u.Seconds) })
            .ToListAsync(cancellationToken);
        var byDay = counted.ToLookup(c => c.Day);
        return [.. Enumerable.Range(first.DayNumber, last.DayNumber - first.DayNumber + 1).Select(DateOnly.FromDayNumber).Select(day => new UsageDay(
            day,
            byDay[day].Where(c => c.IsVideo).Sum(c => c.Count),
            Math.Round(byDay[day].Sum(c => c.Seconds), 2),
            byDay[day].Where(c => !c.IsVideo).Sum(c => c.Count)))];
    }

    private async Task<OwnerUsage> StoredAsync(RuyingDb db, string? owner, CancellationToken cancellationToken)
    {
        if (owner is not null)
        {
            return await storage.OfAsync(owner, cancellationToken);
        }

        var owners = await db.Avatars.IgnoreQueryFilters().Select(a => a.OwnerId)
            .Union(db.Videos.IgnoreQueryFilters().Select(v => v.OwnerId))
            .Union(db.Uploads.IgnoreQueryFilters().Select(u => u.OwnerId))
            .ToListAsync(cancellationToken);
        var all = new OwnerUsage(0, 0, 0);
        foreach (var one in owners)
        {
            var (uploads, avatars, videos) = await storage.OfAsync(one, cancellationToken);
            all = new OwnerUsage(all.Uploads + uploads, all.Avatars + avatars, all.Videos + videos);
        }

        return all;
    }
}
