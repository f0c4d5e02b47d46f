namespace Ruying.Api.Data;

/// <summary>How a job stands. <see cref="Queued"/> and <see cref="Running"/> go on after a restart; the others are final.</summary>
public enum JobState
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
}
