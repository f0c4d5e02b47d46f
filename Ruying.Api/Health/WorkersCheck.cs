using Hangfire;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Ruying.Api.Jobs;

namespace Ruying.Api.Health;

/// <summary>Whether each queue that this process works on has a worker that has given a sign of life lately.</summary>
internal sealed class WorkersCheck(JobStorage storage, IOptions<ServiceOptions> options, TimeProvider time) : IHealthCheck
{
    /// <summary>Four of Hangfire's heartbeats, which are 30 s apart.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var served = storage.GetMonitoringApi().Servers()
            .Where(server => now - (server.Heartbeat ?? server.StartedAt) < Silence)
            .SelectMany(server => server.Queues)
            .ToHashSet(StringComparer.Ordinal);
        var alone = JobDispatcher.Queues(options.Value).Select(queue => queue.Queue).Where(queue => !served.Contains(queue)).ToList();
        return Task.FromResult(alone.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"Nobody works on: {string.Join(", ", alone)}."));
    }
}
