namespace Ruying.Api.Data;

/// <summary>Lets a request have done what the service does for everybody.</summary>
internal static class AllOwners
{
    /// <summary>Does work that sees all owners' rows, as work outside of requests does (<see cref="OwnedDbFactory"/>): nothing of the request goes along.</summary>
    /// <param name="work">For admins only; whoever calls this has seen to that.</param>
    public static Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        using var nothing = ExecutionContext.SuppressFlow();
        return Task.Run(work);
    }
}
