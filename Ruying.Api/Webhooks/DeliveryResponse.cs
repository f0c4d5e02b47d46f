using Ruying.Api.Data;

namespace Ruying.Api.Webhooks;

/// <summary>A message to a webhook as the API shows it.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Event">What it tells.</param>
/// <param name="Body">What is sent, as JSON.</param>
/// <param name="State">How it stands.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="NextAt">When it is sent next; null unless it is pending.</param>
/// <param name="Status">The HTTP status of the last answer; null when there was none.</param>
/// <param name="Error">Why the last attempt failed.</param>
/// <param name="CreatedAt">When it was written.</param>
/// <param name="TriedAt">When the last attempt ended.</param>
public sealed record DeliveryResponse(
    string Id,
    string Event,
    string Body,
    DeliveryState State,
    int Attempts,
    DateTimeOffset? NextAt,
    int? Status,
    string? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset? TriedAt)
{
    public static DeliveryResponse From(DeliveryRow row) => new(
        row.Id, row.Event, row.Body, row.State, row.Attempts, row.State == DeliveryState.Pending ? row.NextAt : null, row.Status, row.Error, row.CreatedAt, row.TriedAt);
}
