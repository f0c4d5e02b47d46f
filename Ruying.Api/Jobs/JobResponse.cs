using System.Text.Json.Serialization;
using Ruying.Api.Data;
using Ruying.Pipeline.Avatars;

namespace Ruying.Api.Jobs;

/// <summary>A job as the API shows it.</summary>
/// <param name="Id">The job's id.</param>
/// <param name="Kind">What it makes.</param>
/// <param name="SubjectId">The avatar's or the video's id, or the model's name.</param>
/// <param name="State">How it stands.</param>
/// <param name="Stage">The pipeline's stage at work.</param>
/// <param name="StageTitle">The same for people.</param>
/// <param name="Percent">Of the whole job, 0 to 100; never falls.</param>
/// <param name="Eta">When it will be done at its pace so far; null unless it runs and has come far enough to tell.</param>
/// <param name="FramesPerSecond">Frames a second that the stage at work goes through, of all workers together; null where it does not go by frames, or it is too early to tell.</param>
/// <param name="Attempt">How often it was started.</param>
/// <param name="Worker">The server that runs it or ran it last; null while it waits.</param>
/// <param name="Device">What that server's networks run on: <c>cpu</c> or <c>cuda</c>.</param>
/// <param name="WantedDevice">The device it was asked to run on; null for any.</param>
/// <param name="Error">Why it failed; while it waits, why the last attempt did, which is made again by itself.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="StartedAt">When the last attempt began.</param>
/// <param name="FinishedAt">When it ended.</param>
public sealed record JobResponse(
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
    /// <summary>Whether it has not ended.</summary>
    public bool Active => State is JobState.Queued or JobState.Running or JobState.Cancelling;

    /// <summary>Whether it can be started again.</summary>
    public bool Retryable => State is JobState.Failed or JobState.Cancelled;

    /// <summary>Whether it stopped for a look at the footage's report, before anything was learned.</summary>
    [JsonIgnore]
    public bool StoppedForReview => State == JobState.Failed && Error?.Code == FootageReport.ReviewCode;

    public static JobResponse From(JobRow row) => new(
        row.Id,
        row.Kind,
        row.SubjectId,
        row.State,
        row.Stage,
        StageShares.Title(row.Kind, row.Stage),
        row.Percent,
        row.State == JobState.Running ? row.Eta : null,
        row.State == JobState.Running ? row.FramesPerSecond : null,
        row.Attempt,
        row.Worker,
        row.Device,
        row.WantedDevice,
        row.ErrorCode is null ? null : new JobError(row.ErrorCode, row.ErrorMessage ?? ""),
        row.CreatedAt,
        row.StartedAt,
        row.FinishedAt);
}
