namespace Ruying.Api.Data;

/// <summary>Something that somebody did. The database itself refuses to change or delete these rows.</summary>
public sealed class AuditRow
{
    public required string Id { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>Whose key did it; null where the service did it of itself.</summary>
    public string? OwnerId { get; set; }

    /// <summary>The key's id; null where none was needed.</summary>
    public string? KeyId { get; set; }

    /// <summary>What the key is called, or who it was.</summary>
    public required string Actor { get; set; }

    /// <summary>The address that it came from; null for this machine's own programs.</summary>
    public string? Address { get; set; }

    /// <summary>What was done: the operation's name in the API, or the page's address.</summary>
    public required string Action { get; set; }

    /// <summary>What it was done to: an address or an id.</summary>
    public required string Subject { get; set; }
}
