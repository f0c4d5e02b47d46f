namespace Ruying.Api.Webhooks;

/// <summary>An address to be told.</summary>
/// <param name="Url">Where messages are posted to.</param>
/// <param name="Events">Which events: <c>avatar.ready</c>, <c>avatar.failed</c>, <c>video.ready</c>, <c>video.failed</c>; all if absent.</param>
public sealed record CreateWebhookRequest(string? Url, IReadOnlyList<string>? Events = null);
