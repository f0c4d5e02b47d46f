namespace Ruying.Client;

/// <summary>How a job stands.</summary>
public enum JobState
{
    /// <summary>It waits for a worker.</summary>
    Queued,

    /// <summary>A worker is at it.</summary>
    Running,

    /// <summary>It is being stopped.</summary>
    Cancelling,

    /// <summary>Its result is there.</summary>
    Succeeded,

    /// <summary>It could not be done.</summary>
    Failed,

    /// <summary>Somebody stopped it.</summary>
    Cancelled,
}
