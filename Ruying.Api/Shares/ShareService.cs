using Microsoft.EntityFrameworkCore;
using Ruying.Api.Data;
using Ruying.Api.Problems;
using Ruying.Api.Security;
using Ruying.Api.Storage;
using Ruying.Api.Videos;

namespace Ruying.Api.Shares;

/// <summary>What owners may do with links to their videos.</summary>
public sealed class ShareService(IDbContextFactory<RuyingDb> databases, VideoService videos, PublicAddress address, TimeProvider time)
{
    /// <summary>Links that one video may have.</summary>
    public const int Most = 100;

    private const int UsualDays = 7, MostDays = 365;

    /// <summary>Makes a link.</summary>
    /// <param name="videoId">The video, ready.</param>
    /// <param name="request">Until when.</param>
    /// <param name="asked">The request, for its address.</param>
    /// <param name="cancellationToken">Stops before it is kept.</param>
    /// <returns>With the link, this once.</returns>
    /// <exception cref="RequestException"><c>video.unknown</c>, <c>video.not_ready</c>, <c>consent.revoked</c>, <c>share.expiry</c>, <c>share.too_many</c>.</exception>
    public async Task<ShareResponse> CreateAsync(string videoId, CreateShareRequest request, HttpRequest asked, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var expires = Expiry(request, now);
        var video = (await videos.OpenAsync(videoId, cancellationToken)).Video;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await Consents.ConsentRules.RequireAsync(db, video.AvatarId, cancellationToken);
        if (await db.Shares.CountAsync(s => s.VideoId == video.Id, cancellationToken) >= Most)
        {
            throw RequestException.Conflict("share.too_many", $"This video has {Most} links already; take one back first.");
        }

        var token = ShareToken.New();
        var row = new ShareRow { Id = Ids.New(time), VideoId = video.Id, Hash = ShareToken.Hash(token), CreatedAt = now, ExpiresAt = expires };
        db.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ShareResponse.From(row, now, address.Of(asked, $"/s/{token}"));
    }

    /// <summary>A video's links, the newest first.</summary>
    /// <exception cref="RequestException"><c>video.unknown</c>.</exception>
    public async Task<IReadOnlyList<ShareResponse>> ListAsync(string videoId, CancellationToken cancellationToken)
    {
        var video = await videos.GetAsync(videoId, cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (rows, now) = (await db.Shares.AsNoTracking().Where(s => s.VideoId == video.Id).OrderByDescending(s => s.Id).ToListAsync(cancellationToken), time.GetUtcNow());
        return [.. rows.Select(row => ShareResponse.From(row, now))];
    }

    /// <summary>The links to all videos, the newest first.</summary>
    public async Task<ListPage<ShareResponse>> ListAllAsync(int? limit, string? before, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Shares.AsNoTracking()
            .Where(s => before == null || string.Compare(s.Id, before) < 0)
            .OrderByDescending(s => s.Id)
            .Take(Paging.Limit(limit) + 1)
            .ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        return Paging.Of(rows, Paging.Limit(limit), s => s.Id, row => ShareResponse.From(row, now));
    }

    /// <summary>Takes a link back: it opens nothing from now on.</summary>
    /// <exception cref="RequestException"><c>video.unknown</c>, <c>share.unknown</c>.</exception>
    public async Task DeleteAsync(string videoId, string id, CancellationToken cancellationToken)
    {
        var video = await videos.GetAsync(videoId, cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Shares.Where(s => s.Id == id && s.VideoId == video.Id).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            throw RequestException.NotFound("share.unknown", "There is no such link; it may have been taken back.");
        }
    }

    private static DateTimeOffset Expiry(CreateShareRequest request, DateTimeOffset now)
    {
        var expires = request.ExpiresAt ?? now.AddDays(Math.Clamp(request.Days ?? UsualDays, 0, MostDays + 1));
        return request is { ExpiresAt: not null, Days: not null } || expires <= now || expires > now.AddDays(MostDays)
            ? throw RequestException.Invalid("share.expiry", $"A link lasts 1 to {MostDays} days: give days, or expiresAt within that time.")
            : expires;
    }
}
