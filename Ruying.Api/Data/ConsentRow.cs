namespace Ruying.Api.Data;

/// <summary>That a person agreed to an avatar of them. It outlives the avatar: somebody may ask later.</summary>
public sealed class ConsentRow : IOwned
{
    public required string Id { get; set; }

    public string OwnerId { get; set; } = "";

    public required string AvatarId { get; set; }

    /// <summary>Who agreed.</summary>
    public required string Person { get; set; }

    /// <summary>The words agreed to.</summary>
    public required string Words { get; set; }

    /// <summary>When the person agreed.</summary>
    public DateTimeOffset AgreedAt { get; set; }

    public DateTimeOffset RecordedAt { get; set; }

    /// <summary>What the key is called that recorded it.</summary>
    public required string RecordedBy { get; set; }

    /// <summary>The consent clip's name as the user knows it; null without one.</summary>
    public string? ClipName { get; set; }

    /// <summary>How far the clip's face lies from the footage's; null before the two were compared.</summary>
    public double? Distance { get; set; }

    /// <summary>From this distance on they would have counted as two people.</summary>
    public double? Limit { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>What the key is called that revoked it.</summary>
    public string? RevokedBy { get; set; }

    /// <summary>Why it was revoked, if somebody said so.</summary>
    public string? Reason { get; set; }
}
