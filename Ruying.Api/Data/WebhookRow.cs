namespace Ruying.Api.Data;

/// <summary>An address that is told when avatars and videos are done.</summary>
public sealed class WebhookRow : IOwned
{
    public required string Id { get; set; }

    public required string Url { get; set; }

    public string OwnerId { get; set; } = "";

    /// <summary>What its messages are signed with.</summary>
    public required string Secret { get; set; }

    /// <summary>Which events it gets: names with commas between them.</summary>
    public required string Events { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
