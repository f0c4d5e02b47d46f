namespace Ruying.Api.Data;

/// <summary>A job: this table is the truth about it, the queue only dispatches.</summary>
public sealed class JobRow : IOwned
{
    public required string Id { get; set; }

    public string OwnerId { get; set; } = "";

    public JobKind Kind { get; set; }

    /// <summary>The avatar's or the video's id, or the model's name.</summary>
    public required string SubjectId { get; set; }

    public JobState State { get; set; }

    /// <summary>The pipeline's stage at work; null before the first.</summary>
    public string? Stage { get; set; }

    /// <summary>Of the whole job, 0 to 100; never falls.</summary>
    public int Percent { get; set; }

    /// <summary>When the running attempt will end at its pace so far; null while nobody can tell.</summary>
    public DateTimeOffset? Eta { get; set; }

    /// <summary>How often the job was started.</summary>
    public int Attempt { get; set; }

    public string? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the last attempt began.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public bool IsFinal => State is JobState.Succeeded or JobState.Failed or JobState.Cancelled;
}
