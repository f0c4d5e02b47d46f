using Microsoft.EntityFrameworkCore;
using Ruying.Api.Consents;
using Ruying.Api.Data;
using Ruying.Api.Videos;
using Ruying.Pipeline.Media;

namespace Ruying.Api.Shares;

/// <summary>Finds what links show, for people who need be nobody that the service knows: the token alone lets them in.</summary>
public sealed class SharedVideos(IDbContextFactory<RuyingDb> databases, TimeProvider time)
{
    /// <summary>What a link shows.</summary>
    /// <param name="token">From the link.</param>
    /// <param name="cancellationToken">Stops the look-up.</param>
    /// <returns>Null where it shows nothing, for whatever reason: unknown, expired, taken back, the video deleted, the consent revoked.</returns>
    public async Task<SharedVideo?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var (hash, now) = (ShareToken.Hash(token), time.GetUtcNow());
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var share = await db.Shares.IgnoreQueryFilters().AsNoTracking().Include(s => s.Video).ThenInclude(v => v!.Avatar).Include(s => s.Video).ThenInclude(v => v!.Job)
            .SingleOrDefaultAsync(s => s.Hash == hash && s.ExpiresAt > now, cancellationToken);
        if (share?.Video is not { Job.State: JobState.Succeeded } video || await ConsentRules.IsRevokedAsync(db, video.AvatarId, cancellationToken))
        {
            return null;
        }

        return new SharedVideo(share.Id, video.Id, video.Avatar!.Name, video.Language, video.Format ?? VideoPicture.Name(VideoFormat.Mp4), !video.BurnCaptions && video.Captions.Split(',').Contains("vtt"));
    }

    /// <summary>Counts that a link's page was opened.</summary>
    public async Task SeeAsync(SharedVideo video, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Shares.IgnoreQueryFilters().Where(s => s.Id == video.ShareId)
            .ExecuteUpdateAsync(s => s.SetProperty(share => share.Views, share => share.Views + 1).SetProperty(share => share.SeenAt, now), cancellationToken);
    }
}
