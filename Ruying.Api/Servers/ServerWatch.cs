using Ruying.Api.Data;
using Ruying.Api.Idempotency;
using Ruying.Api.Jobs;
using Ruying.Api.Segments;

namespace Ruying.Api.Servers;

/// <summary>Says now and then that this server lives, takes over from those that do not, and gives every job that is due a ticket.</summary>
internal sealed class ServerWatch(
    ServerStore servers, DeadServers dead, JobDispatcher dispatcher, JobStore jobs, SegmentStore segments, IdempotencyStore idempotency, TimeProvider time, ILogger<ServerWatch> logger) : BackgroundService
{
    /// <summary>Signs of life within the time after which one is taken for dead: some may get lost.</summary>
    private const int Beats = 6;

    /// <summary>Ticks to leave to others.</summary>
    private int _others;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(servers.Patience / Beats, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TickAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    private async Task TickAsync(CancellationToken stoppingToken)
    {
        try
        {
            await servers.BeatAsync(stoppingToken);
            await idempotency.ReleaseLeftAsync(stoppingToken);

            // After a silence of the database all look dead until they have spoken.
            if (--_others <= 0)
            {
                await dead.TakeOverAsync(stoppingToken);
            }

            dispatcher.Refill(await jobs.CountDueAsync(stoppingToken));
            foreach (var (device, count) in await segments.CountFreeAsync(stoppingToken))
            {
                dispatcher.Offer(device, count);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _others = Beats;

            // The next tick is soon; until then others may take this one for dead, which costs work and no result.
            logger.LogWarning(DatabaseErrors.IsUnavailable(exception) ? null : exception, "No sign of life could be given: {Reason}", exception.Message);
        }
    }
}
