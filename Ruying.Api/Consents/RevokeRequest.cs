namespace Ruying.Api.Consents;

/// <summary>Takes a consent back.</summary>
/// <param name="Reason">Why, up to 2,000 characters; kept with the record.</param>
/// <param name="Delete">Whether the avatar and all its videos go as well.</param>
public sealed record RevokeRequest(string? Reason = null, bool Delete = false);
