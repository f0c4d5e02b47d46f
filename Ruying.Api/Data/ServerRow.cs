namespace Ruying.Api.Data;

/// <summary>A process of the service that is running, or was a moment ago.</summary>
public sealed class ServerRow
{
    /// <summary>The machine's name and something that no other process has.</summary>
    public required string Id { get; set; }

    public ServerRole Role { get; set; }

    /// <summary>What its networks run on: <c>cpu</c> or <c>cuda</c>; null where it runs none.</summary>
    public string? Device { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Its last sign of life. What it works on is its own until that is too long ago.</summary>
    public DateTimeOffset SeenAt { get; set; }
}
