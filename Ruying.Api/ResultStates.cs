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
}
