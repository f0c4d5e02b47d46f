namespace Ruying.Api.Data;

/// <summary>The beginning of a video that need not be made; it is ready when its job succeeded, and goes soon after.</summary>
public sealed class PreviewRow : IOwned
{
    public required string Id { get; set; }

    public string OwnerId { get; set; } = "";

    public required string AvatarId { get; set; }

    public AvatarRow? Avatar { get; set; }

    /// <summary>The request for the video, as JSON.</summary>
    public required string Request { get; set; }

    /// <summary>The recording's name as the user knows it: text to show, never a path. Null when a text is spoken.</summary>
    public string? RecordingName { get; set; }

    /// <summary>The music's name as the user knows it: text to show, never a path. Null without music.</summary>
    public string? MusicName { get; set; }

    /// <summary>The name of the background's picture as the user knows it: text to show, never a path. Null without a picture.</summary>
    public string? BackgroundName { get; set; }

    /// <summary>Length once rendered.</summary>
    public double? Seconds { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public required string JobId { get; set; }

    public JobRow? Job { get; set; }
}
