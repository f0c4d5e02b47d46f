using Ruying.Api.Data;
using Ruying.Api.Servers;

namespace Ruying.Api.Jobs;

/// <summary>Makes the one who writes an attempt's progress and stops it when it must not go on.</summary>
public sealed class JobWatchdog(JobStore jobs, ServerStore servers, TimeProvider time, ILogger<JobWatchdog> logger)
{
    /// <summary>Begins to watch.</summary>
    /// <param name="job">The attempt.</param>
    /// <param name="lost">Called once when it must end.</param>
    public JobProgress Watch(JobRow job, Action<JobLoss> lost) =>
        // Well before others take this server for dead: the attempt needs time to end.
        new(job, jobs, time, logger, lost, servers.Patience * (2.0 / 3));
}
