using Ruying.Api.Data;

namespace Ruying.Api.Webhooks;

/// <summary>A webhook as the API shows it.</summary>
/// <param name="Id">The webhook's id.</param>
/// <param name="Url">Where messages are posted to.</param>
/// <param name="Events">Which events it gets.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Secret">What its messages are signed with: shown once, when it is made.</param>
public sealed record WebhookResponse(string Id, string Url, IReadOnlyList<string> Events, DateTimeOffset CreatedAt, string? Secret)
{
    public static WebhookResponse From(WebhookRow row, bool isNew = false) => new(row.Id, row.Url, row.Events.Split(','), row.CreatedAt, isNew ? row.Secret : null);
}
