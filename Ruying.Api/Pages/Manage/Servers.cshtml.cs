using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ruying.Api.Languages;
using Ruying.Api.Security;
using Ruying.Api.Servers;

namespace Ruying.Api.Pages.Manage;

/// <summary>Whether the service is well, and which processes it is made of.</summary>
[AdminOnly]
public sealed class ServersPage(ServerStore servers, HealthCheckService health, Phrases say) : ManagePage(say)
{
    /// <summary>The one that started last first.</summary>
    public IReadOnlyList<ServerResponse> Servers { get; private set; } = [];

    /// <summary>What was looked at, and what was found.</summary>
    public IReadOnlyList<(string Name, bool IsWell, string? Reason)> Checks { get; private set; } = [];

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        Servers = await servers.ListAsync(cancellationToken);
        var report = await health.CheckHealthAsync(cancellationToken);
        Checks = [.. report.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Value.Status == HealthStatus.Healthy, entry.Value.Description ?? entry.Value.Exception?.Message))];
    }
}
