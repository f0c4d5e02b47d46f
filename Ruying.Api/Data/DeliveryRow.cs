namespace Ruying.Api.Data;

/// <summary>A message to a webhook.</summary>
public sealed class DeliveryRow
{
    public required string Id { get; set; }

    public required string WebhookId { get; set; }

    public WebhookRow? Webhook { get; set; }

    public required string Event { get; set; }

    /// <summary>What is sent, as JSON: the same text with every attempt.</summary>
    public required string Body { get; set; }

    public DeliveryState State { get; set; }

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; set; }

    /// <summary>When it is sent next, if it is pending.</summary>
    public DateTimeOffset NextAt { get; set; }

    /// <summary>The HTTP status of the last answer; null when there was none.</summary>
    public int? Status { get; set; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Error { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the last attempt ended.</summary>
    public DateTimeOffset? TriedAt { get; set; }
}
