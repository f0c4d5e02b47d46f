using Microsoft.Extensions.Options;
using Ruying.Api.Data;

namespace Ruying.Api.Previews;

/// <summary>Removes previews once a minute that were kept for long enough.</summary>
internal sealed class PreviewSweep(IServiceProvider services, IOptions<ServiceOptions> options, TimeProvider time, ILogger<PreviewSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Role == ServerRole.Worker)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await services.GetRequiredService<PreviewService>().SweepAsync(stoppingToken) is > 0 and var gone)
                {
                    logger.LogInformation("{Count} previews were kept long enough and are removed", gone);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // In a minute again.
                logger.LogWarning(exception, "Previews could not be removed");
            }
        }
    }
}
