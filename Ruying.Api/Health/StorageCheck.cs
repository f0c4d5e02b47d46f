using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ruying.Api.Storage;

namespace Ruying.Api.Health;

/// <summary>Whether the store answers and lets the service in.</summary>
internal sealed class StorageCheck(IFileStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await store.CheckAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
