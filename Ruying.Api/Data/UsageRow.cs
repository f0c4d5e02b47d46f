namespace Ruying.Api.Data;

/// <summary>What a job made, counted once: added in the transaction that ended it, and kept when what it made has gone.</summary>
public sealed class UsageRow : IOwned
{
    /// <summary>The job; it need not be there any more.</summary>
    public required string JobId { get; set; }

    public string OwnerId { get; set; } = "";

    public JobKind Kind { get; set; }

    /// <summary>Length of the video; 0 of an avatar.</summary>
    public double Seconds { get; set; }

    /// <summary>When it was made, UTC.</summary>
    public DateOnly Day { get; set; }
}
