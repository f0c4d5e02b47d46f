namespace Ruying.Client;

/// <summary>A message to a webhook.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Event">What it tells.</param>
/// <param name="Body">What is sent, as JSON.</param>
/// <param name="State">How it stands.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="NextAt">When it is sent next.</param>
/// <param name="Status">The HTTP status of the last answer.</param>
/// <param name="Error">Why the last attempt failed.</param>
/// <param name="CreatedAt">When it was written.</param>
/// <param name="TriedAt">When the last attempt ended.</param>
public sealed record Delivery(
    string Id,
    string Event,
    string Body,
    DeliveryState State,
    int Attempts,
    DateTimeOffset? NextAt,
    int? Status,
    string? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset? TriedAt);
