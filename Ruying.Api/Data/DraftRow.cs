namespace Ruying.Api.Data;

/// <summary>A video that somebody is thinking about: what it asks for need not be there, and nothing refers to it.</summary>
public sealed class DraftRow : IOwned
{
    public required string Id { get; set; }

    public string OwnerId { get; set; } = "";

    public string? Title { get; set; }

    /// <summary>The request for the video, as JSON.</summary>
    public required string Video { get; set; }

    /// <summary>Goes up by one with every change: who saw an older one changes nothing.</summary>
    public int Version { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}
