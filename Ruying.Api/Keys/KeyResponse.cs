using Ruying.Api.Data;

namespace Ruying.Api.Keys;

/// <summary>A key as the API shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Owner">Whose things it opens.</param>
/// <param name="Scopes">What it may do: <c>read</c>, <c>write</c>, <c>admin</c>, with commas between them.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it stops to open; null for good.</param>
/// <param name="LastUsedAt">When it last opened something, to the minute.</param>
/// <param name="RevokedAt">When it was revoked.</param>
public sealed record KeyResponse(
    string Id, string Name, string Owner, string Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt)
{
    public static KeyResponse From(KeyRow row) =>
        new(row.Id, row.Name, row.OwnerId, row.Scopes, row.CreatedAt, row.ExpiresAt, row.LastUsedAt, row.RevokedAt);
}

/// <summary>A key that was made.</summary>
/// <param name="Key">The key itself: told once, kept nowhere.</param>
/// <param name="Details">What is known of it.</param>
public sealed record CreatedKey(string Key, KeyResponse Details);

/// <summary>A key to make.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Owner">Whose things it opens: a-z, 0-9 and hyphens; <c>local</c> if absent.</param>
/// <param name="Scopes">What it may do: <c>read</c>, <c>write</c>, <c>admin</c>, with commas between them.</param>
/// <param name="Days">How long it opens; for good if absent.</param>
public sealed record CreateKeyRequest(string Name, string? Owner = null, string Scopes = "write", double? Days = null);
