namespace Ruying.Api.Data;

/// <summary>A link that shows a video to whoever has it. The token in it is kept nowhere.</summary>
public sealed class ShareRow : IOwned
{
    public required string Id { get; set; }

    public string OwnerId { get; set; } = "";

    public required string VideoId { get; set; }

    public VideoRow? Video { get; set; }

    /// <summary>SHA-256 of the token, 64 lower-case hex digits: a token of 192 random bits needs no slower hash.</summary>
    public required string Hash { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>How often its page was opened.</summary>
    public int Views { get; set; }

    /// <summary>When it was opened last; null before the first time.</summary>
    public DateTimeOffset? SeenAt { get; set; }
}
