using Microsoft.EntityFrameworkCore;
using Ruying.Api.Avatars;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Problems;
using Ruying.Api.Storage;

namespace Ruying.Api.Consents;

/// <summary>What clients may do with consents.</summary>
public sealed class ConsentService(IDbContextFactory<RuyingDb> databases, AvatarService avatars, JobService jobs, TimeProvider time)
{
    public const int ReasonLimit = 2000;

    /// <summary>How long the jobs of an avatar that is to be deleted may take to stop.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The last consent of an avatar; it is there when the avatar has gone, too.</summary>
    /// <exception cref="RequestException"><c>consent.none</c>.</exception>
    public async Task<ConsentResponse> GetAsync(string avatarId, CancellationToken cancellationToken) =>
        await FindAsync(avatarId, cancellationToken) ?? throw RequestException.NotFound("consent.none", "No consent was recorded for this avatar.");

    /// <summary>The same; null where none was recorded.</summary>
    public async Task<ConsentResponse?> FindAsync(string avatarId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await ConsentRules.FindAsync(db, avatarId, cancellationToken) is { } row ? ConsentResponse.From(row) : null;
    }

    /// <summary>Records a new consent, where none was or the last was taken back.</summary>
    /// <exception cref="RequestException"><c>avatar.unknown</c>, <c>consent.given</c>, what <see cref="ConsentRules.Row"/> throws.</exception>
    public async Task<ConsentResponse> RecordAsync(string avatarId, ConsentRequest request, string actor, CancellationToken cancellationToken)
    {
        await avatars.GetAsync(avatarId, cancellationToken);
        var row = ConsentRules.Row(Ids.New(time), avatarId, request, actor, time.GetUtcNow());
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await ConsentRules.FindAsync(db, avatarId, cancellationToken) is { RevokedAt: null })
        {
            throw RequestException.Conflict("consent.given", "The person has agreed already; take that back first.");
        }

        db.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        return ConsentResponse.From(row);
    }

    /// <summary>Takes the consent back: nothing more is rendered, what waits or runs is cancelled; the avatar and its videos go if asked for.</summary>
    /// <exception cref="RequestException"><c>avatar.unknown</c>, <c>consent.none</c>, <c>consent.revoked</c>, <c>consent.too_long</c>; <c>avatar.busy</c> where jobs do not stop, with the consent taken back.</exception>
    public async Task<ConsentResponse> RevokeAsync(string avatarId, RevokeRequest request, string actor, CancellationToken cancellationToken)
    {
        if (request.Reason?.Length > ReasonLimit)
        {
            throw RequestException.Invalid("consent.too_long", $"The reason has up to {ReasonLimit} characters; shorten it.");
        }

        await avatars.GetAsync(avatarId, cancellationToken);
        var consent = await GetAsync(avatarId, cancellationToken);
        var (now, reason) = (time.GetUtcNow(), string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason.Trim());
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var revoked = await db.Consents.Where(c => c.Id == consent.Id && c.RevokedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.RevokedAt, now).SetProperty(c => c.RevokedBy, actor).SetProperty(c => c.Reason, reason), cancellationToken);

        // Asked again, it still stops and deletes: the first time may not have come that far.
        if (revoked == 0 && !request.Delete)
        {
            throw RequestException.Conflict("consent.revoked", "The consent has been taken back already.");
        }

        await StopAsync(db, avatarId, CancellationToken.None);
        if (request.Delete)
        {
            await DeleteAsync(avatarId);
        }

        return await GetAsync(avatarId, CancellationToken.None);
    }

    private async Task StopAsync(RuyingDb db, string avatarId, CancellationToken cancellationToken)
    {
        var made = db.Videos.Where(v => v.AvatarId == avatarId).Select(v => v.Id).Concat(db.Previews.Where(p => p.AvatarId == avatarId).Select(p => p.Id));
        var unfinished = await db.Jobs.AsNoTracking().Where(j => j.SubjectId == avatarId || made.Contains(j.SubjectId)).ToListAsync(cancellationToken);

        // Those that wait first: a worker that is set free would begin the next.
        foreach (var job in unfinished.Where(j => !j.IsFinal).OrderByDescending(j => j.State == JobState.Queued))
        {
            try
            {
                await jobs.CancelAsync(job.Id, cancellationToken);
            }
            catch (RequestException exception) when (exception.Code is "job.finished" or "job.unknown")
            {
                // It ended in the meantime, or is being stopped already.
            }
        }
    }

    private async Task DeleteAsync(string avatarId)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                await avatars.DeleteAsync(avatarId, CancellationToken.None);
                return;
            }
            catch (RequestException exception) when (exception.Code == "avatar.busy" && time.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time);
            }
        }
    }
}
