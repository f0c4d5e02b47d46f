namespace Ruying.Api.Data;

/// <summary>An avatar; it is ready when its job succeeded.</summary>
public sealed class AvatarRow : IOwned
{
    public required string Id { get; set; }

    public string OwnerId { get; set; } = "";

    public required string Name { get; set; }

    /// <summary>Who agreed, and to what; null when nobody said so.</summary>
    public string? Consent { get; set; }

    /// <summary>What makes the mouth in its videos: an imported model's name; null is our own engine.</summary>
    public string? Engine { get; set; }

    /// <summary>The footage's name as the user knows it: text to show, never a path.</summary>
    public required string FootageName { get; set; }

    /// <summary>How many clips are joined to the first.</summary>
    public int JoinedClips { get; set; }

    /// <summary>Whether its job stops after a report with warnings, until somebody says to build anyway.</summary>
    public bool Review { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public required string JobId { get; set; }

    public JobRow? Job { get; set; }
}
