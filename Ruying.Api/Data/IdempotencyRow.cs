namespace Ruying.Api.Data;

/// <summary>A request that carried an <c>Idempotency-Key</c>, and what was answered.</summary>
public sealed class IdempotencyRow
{
    /// <summary>Whose key it is, and the key.</summary>
    public required string Id { get; set; }

    /// <summary>What tells this request from others; null while it runs, as all below but its server and its time.</summary>
    public string? Fingerprint { get; set; }

    /// <summary>The server that is at it, or was.</summary>
    public string? ServerId { get; set; }

    public int? Status { get; set; }

    public string? ContentType { get; set; }

    public string? Location { get; set; }

    public byte[]? Body { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
