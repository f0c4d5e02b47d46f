namespace Ruying.Client;

/// <summary>A key of the service, without what opens it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Owner">Whose things it opens.</param>
/// <param name="Scopes">What it may do: <c>read</c>, <c>write</c>, <c>admin</c>, with commas between them.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it stops to open; null for good.</param>
/// <param name="LastUsedAt">When it last opened something, to the minute.</param>
/// <param name="RevokedAt">When it was revoked.</param>
public sealed record Key(
    string Id, string Name, string Owner, string Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt);

/// <summary>A key that was made.</summary>
/// <param name="Secret">The key itself: told once, kept nowhere.</param>
/// <param name="Details">What is known of it.</param>
public sealed record CreatedKey([property: System.Text.Json.Serialization.JsonPropertyName("key")] string Secret, Key Details);
