namespace Ruying.Api.Data;

/// <summary>An API key. The key itself is kept nowhere.</summary>
public sealed class KeyRow
{
    public required string Id { get; set; }

    /// <summary>Whose things it opens.</summary>
    public required string OwnerId { get; set; }

    /// <summary>What people call it.</summary>
    public required string Name { get; set; }

    /// <summary>SHA-256 of the key, 64 lower-case hex digits: a key of 256 random bits needs no slower hash.</summary>
    public required string Hash { get; set; }

    /// <summary>Names of <see cref="Keys.KeyScopes"/> with commas between them.</summary>
    public required string Scopes { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>To the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}
