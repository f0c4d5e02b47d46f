using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Ruying.Api.Storage;

namespace Ruying.Api.Health;

/// <summary>Whether the data folder can be written and its disk has room.</summary>
internal sealed class DataFolderCheck(DataFolder data, IOptions<ServiceOptions> options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var path = Path.Combine(data.Root, $".ready-{Guid.NewGuid():N}");
        await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose | FileOptions.Asynchronous))
        {
            await file.WriteAsync("ready"u8.ToArray(), cancellationToken);
            await file.FlushAsync(cancellationToken);
        }

        var free = new DriveInfo(data.Root).AvailableFreeSpace;
        return free >= options.Value.FreeSpaceMinimum
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"{free >> 20} MB are free, {options.Value.FreeSpaceMinimum >> 20} MB are wanted (Ruying:FreeSpaceMinimum).");
    }
}
