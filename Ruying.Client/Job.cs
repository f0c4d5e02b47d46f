namespace Ruying.Client;

/// <summary>A job.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it makes.</param>
/// <param name="SubjectId">The avatar's or the video's id, or the model's name.</param>
/// <param name="State">How it stands.</param>
/// <param name="Stage">The stage at work.</param>
/// <param name="StageTitle">The same for people.</param>
/// <param name="Percent">Of the whole job, 0 to 100.</param>
/// <param name="Eta">When it will be done at its pace so far; null while nobody can tell.</param>
/// <param name="FramesPerSecond">Frames a second that the stage at work goes through; null where it does not go by frames, or it is too early to tell.</param>
/// <param name="Attempt">How often it was started.</param>
/// <param name="Worker">The server that runs it or ran it last; null while it waits.</param>
/// <param name="Device">What that server's networks run on: <c>cpu</c> or <c>cuda</c>.</param>
/// <param name="WantedDevice">The device it was asked to run on; null for any.</param>
/// <param name="Error">Why it failed; while it waits, why the last attempt did, which is made again by itself.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="StartedAt">When the last attempt began.</param>
/// <param name="FinishedAt">When it ended.</param>
public sealed record Job(
    string Id,
    JobKind Kind,
    string SubjectId,
    JobState State,
    string? Stage,
    string? StageTitle,
    int Percent,
    DateTimeOffset? Eta,
    double? FramesPerSecond,
    int Attempt,
    string? Worker,
    string? Device,
    string? WantedDevice,
    JobError? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt)
{
    /// <summary>Whether it has ended.</summary>
    public bool IsFinal => State is JobState.Succeeded or JobState.Failed or JobState.Cancelled;
}
