using Microsoft.Extensions.Options;
using Ruying.Api.Data;

namespace Ruying.Api.Retention;

/// <summary>Applies retention a little after the start and once a day from then on; does nothing where no setting asks for it.</summary>
internal sealed class DailyRetention(IServiceProvider services, IOptions<ServiceOptions> options, TimeProvider time, ILogger<DailyRetention> logger) : BackgroundService
{
    /// <summary>The start has enough to do.</summary>
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A worker sees to the work folder that is its own.
        if (!options.Value.Retention.IsOn || (options.Value.Role == ServerRole.Worker && options.Value.SharedFolder))
        {
            return;
        }

        await Task.Delay(First, time, stoppingToken);
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                var gone = await services.GetRequiredService<RetentionService>().ApplyAsync(stoppingToken);
                logger.LogInformation("Retention removed {Count} things of {Bytes} bytes", gone.Count, gone.Sum(item => item.Bytes));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Tomorrow is another day.
                logger.LogError(exception, "Retention could not be applied");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
