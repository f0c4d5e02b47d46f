using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ruying.Api.Data;

namespace Ruying.Api.Health;

/// <summary>Whether the database answers and its tables are those of this version.</summary>
internal sealed class DatabaseCheck(IDbContextFactory<RuyingDb> databases) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var version = await Schema.FindVersionAsync(db, cancellationToken);
        await db.Jobs.AnyAsync(cancellationToken);
        return version == Schema.Version
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"The tables are of version {version}, this service needs {Schema.Version}.");
    }
}
