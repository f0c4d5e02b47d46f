using Microsoft.EntityFrameworkCore;
using Ruying.Api.Data;
using Ruying.Api.Storage;

namespace Ruying.Api.Uploads;

/// <summary>Counts what owners have stored.</summary>
public sealed class UsageService(IDbContextFactory<RuyingDb> databases, KeptFiles kept)
{
    /// <summary>Counts one owner's bytes, looking in the store for what is published.</summary>
    /// <param name="owner">The owner's name; whoever asks need not be it.</param>
    /// <param name="cancellationToken">Stops counting.</param>
    public async Task<OwnerUsage> OfAsync(string owner, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);

        // In use its file lies with the avatar or video, which counts it.
        var waiting = await db.Uploads.IgnoreQueryFilters().Where(u => u.OwnerId == owner && u.UsedAs == null).SumAsync(u => u.Length, cancellationToken);
        var avatars = await db.Avatars.IgnoreQueryFilters().Where(a => a.OwnerId == owner).Select(a => a.Id).ToListAsync(cancellationToken);
        var videos = await db.Videos.IgnoreQueryFilters().Where(v => v.OwnerId == owner).Select(v => v.Id).ToListAsync(cancellationToken);
        return new OwnerUsage(
            waiting + await kept.SizeAsync(avatars.Concat(videos).Select(StoreNames.Uploads), cancellationToken),
            await kept.SizeAsync(avatars.Select(StoreNames.Avatar), cancellationToken),
            await kept.SizeAsync(videos.Select(StoreNames.VideoFiles), cancellationToken));
    }
}
