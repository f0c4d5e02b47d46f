using Microsoft.EntityFrameworkCore;
using Ruying.Api.Data;
using Ruying.Api.Storage;

namespace Ruying.Api.Uploads;

/// <summary>Counts what owners have stored.</summary>
public sealed class UsageService(IDbContextFactory<RuyingDb> databases, DataFolder data)
{
    /// <summary>Counts one owner's bytes, looking at the disk for what is published.</summary>
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
            waiting + avatars.Concat(videos).Sum(id => FolderSize.Of(data.UploadFolder(id))),
            avatars.Sum(id => FolderSize.Of(data.Avatar(id))),
            videos.SelectMany(data.VideoFiles).Sum(FolderSize.Of));
    }
}
