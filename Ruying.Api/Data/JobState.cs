namespace Ruying.Api.Data;

/// <summary>How a job stands. <see cref="Queued"/> and <see cref="Running"/> go on after a restart, <see cref="Cancelling"/> ends with it; the others are final.</summary>
public enum JobState
{
    Queued,
    Running,

    /// <summary>Somebody wants it to end; its worker has not yet.</summary>
    Cancelling,
    Succeeded,
    Failed,
    Cancelled,
}
