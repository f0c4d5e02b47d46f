using Ruying.Api.Data;

namespace Ruying.Api.Shares;

/// <summary>A link to a video as the API shows it.</summary>
/// <param name="Id">The link's id, which is no part of the link.</param>
/// <param name="VideoId">The video.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">Until when it shows the video.</param>
/// <param name="Expired">Whether that is over.</param>
/// <param name="Views">How often its page was opened.</param>
/// <param name="LastSeenAt">When it was opened last; null before the first time.</param>
/// <param name="Url">The link itself: told once, when it is made.</param>
public sealed record ShareResponse(
    string Id, string VideoId, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, bool Expired, int Views, DateTimeOffset? LastSeenAt, Uri? Url)
{
    public static ShareResponse From(ShareRow row, DateTimeOffset now, Uri? url = null) =>
        new(row.Id, row.VideoId, row.CreatedAt, row.ExpiresAt, row.ExpiresAt <= now, row.Views, row.SeenAt, url);
}
