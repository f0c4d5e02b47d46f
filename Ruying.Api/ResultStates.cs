using Ruying.Api.Data;

namespace Ruying.Api;

internal static class ResultStates
{
    public static ResultState ToResult(this JobState state) => state switch
    {
        JobState.Succeeded => ResultState.Ready,
        JobState.Failed => ResultState.Failed,
        JobState.Cancelled => ResultState.Cancelled,
        _ => ResultState.Pending,
    };

    /// <summary>The states of jobs that a result in this state comes from; null for any.</summary>
    public static JobState[]? ToJobStates(this ResultState? state) =>
        state is null ? null : [.. Enum.GetValues<JobState>().Where(job => job.ToResult() == state)];
}
