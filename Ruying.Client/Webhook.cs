namespace Ruying.Client;

/// <summary>An address that is told when avatars and videos are done.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where messages are posted to.</param>
/// <param name="Events">Which events it gets.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Secret">What its messages are signed with; only in the answer to its making.</param>
public sealed record Webhook(string Id, string Url, IReadOnlyList<string> Events, DateTimeOffset CreatedAt, string? Secret);
