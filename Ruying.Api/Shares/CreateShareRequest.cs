namespace Ruying.Api.Shares;

/// <summary>A link to be made; one of the two, or neither for 7 days.</summary>
/// <param name="ExpiresAt">Until when it shows the video: within a year from now.</param>
/// <param name="Days">How many days it does, 1 to 365.</param>
public sealed record CreateShareRequest(DateTimeOffset? ExpiresAt = null, int? Days = null);
