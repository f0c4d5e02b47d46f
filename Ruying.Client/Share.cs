namespace Ruying.Client;

/// <summary>A link that shows a video to whoever has it.</summary>
/// <param name="Id">Its id, which is no part of the link.</param>
/// <param name="VideoId">The video.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">Until when it shows the video.</param>
/// <param name="Expired">Whether that is over.</param>
/// <param name="Views">How often its page was opened.</param>
/// <param name="LastSeenAt">When it was opened last.</param>
/// <param name="Url">The link itself; only in the answer to its making.</param>
public sealed record Share(string Id, string VideoId, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, bool Expired, int Views, DateTimeOffset? LastSeenAt, Uri? Url);
