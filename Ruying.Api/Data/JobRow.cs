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

    /// <summary>Frames a second that the stage at work goes through; null where it does not go by frames, or nobody can tell yet.</summary>
    public double? FramesPerSecond { get; set; }

    /// <summary>How often the job was started.</summary>
    public int Attempt { get; set; }

    /// <summary>The server that runs it or ran it last; null while it waits.</summary>
    public string? Worker { get; set; }

    /// <summary>The running attempt's own: only who knows it may change the row. Goes when another takes over.</summary>
    public string? Lease { get; set; }

    /// <summary>The device that it must run on, <c>cpu</c> or <c>cuda</c>; null for any.</summary>
    public string? WantedDevice { get; set; }

    /// <summary>The device of <see cref="Worker"/>.</summary>
    public string? Device { get; set; }

    /// <summary>How often it failed for what passes by itself, and was put off.</summary>
    public int PutOffs { get; set; }

    /// <summary>It does not start before; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>Why it failed, or while it waits, why the last attempt did.</summary>
    public string? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the last attempt began.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public bool IsFinal => State is JobState.Succeeded or JobState.Failed or JobState.Cancelled;
}
