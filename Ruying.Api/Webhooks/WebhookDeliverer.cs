using System.Data.Common;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ruying.Api.Data;
using Ruying.Api.Problems;

namespace Ruying.Api.Webhooks;

/// <summary>Sends what is due. A message may come twice (a worker that dies after sending cannot say so): receivers go by its id.</summary>
internal sealed class WebhookDeliverer(
    IDbContextFactory<RuyingDb> databases, WebhookOutbox outbox, WebhookTargets targets, IOptions<ServiceOptions> options, TimeProvider time, ILogger<WebhookDeliverer> logger) : BackgroundService
{
    private const int AtOnce = 8;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(10);

    /// <summary>How long a message is one worker's: longer than an attempt.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>What lies between the attempts: 24 hours together.</summary>
    private static readonly TimeSpan[] BackOff =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(50), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(40),
        TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(8), TimeSpan.FromHours(8),
    ];

    /// <summary>How long to wait after an attempt that failed.</summary>
    /// <param name="attempts">How many there were, at least 1.</param>
    /// <returns>Null when that was the last.</returns>
    internal static TimeSpan? Delay(int attempts) => attempts <= BackOff.Length ? BackOff[attempts - 1] : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Workers may be where nothing of the outer world is reached.
        if (options.Value.Role == ServerRole.Worker)
        {
            return;
        }

        using var client = new HttpClient(targets.Handler()) { Timeout = AttemptLimit };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Ruying", "1.0"));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var due = await ListDueAsync(stoppingToken);
                await Parallel.ForEachAsync(
                    due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken }, async (delivery, token) => await DeliverAsync(client, delivery, token));
                if (due.Count == 0)
                {
                    await outbox.WaitAsync(Poll, stoppingToken);
                }
            }
            catch (Exception exception) when (exception is DbException || DatabaseErrors.IsUnavailable(exception))
            {
                logger.LogWarning(exception, "The webhooks' messages could not be read or written; they will be again");
                await Task.Delay(Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<List<DeliveryRow>> ListDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        return await db.Deliveries.AsNoTracking().Include(d => d.Webhook)
            .Where(d => d.State == DeliveryState.Pending && d.NextAt <= now)
            .OrderBy(d => d.NextAt)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
    }

    private async Task DeliverAsync(HttpClient client, DeliveryRow delivery, CancellationToken cancellationToken)
    {
        // 1. Ours for a while: another worker sees another moment and leaves it.
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var lease = time.GetUtcNow() + Lease;
        var mine = db.Deliveries.Where(d => d.Id == delivery.Id && d.State == DeliveryState.Pending);
        if (await mine.Where(d => d.NextAt == delivery.NextAt).ExecuteUpdateAsync(s => s.SetProperty(d => d.NextAt, lease), cancellationToken) == 0)
        {
            return;
        }

        // 2. Once.
        var (status, error) = await SendAsync(client, delivery, cancellationToken);

        // 3. Done, or again later, or never.
        var (now, attempts) = (time.GetUtcNow(), delivery.Attempts + 1);
        var delay = Delay(attempts);
        var state = error is null ? DeliveryState.Delivered : delay is null ? DeliveryState.Failed : DeliveryState.Pending;
        await mine.ExecuteUpdateAsync(
            s => s
                .SetProperty(d => d.State, state)
                .SetProperty(d => d.Attempts, attempts)
                .SetProperty(d => d.NextAt, now + (delay ?? TimeSpan.Zero))
                .SetProperty(d => d.Status, status)
                .SetProperty(d => d.Error, error)
                .SetProperty(d => d.TriedAt, now),
            CancellationToken.None);
        logger.LogInformation("Message {Delivery} ({Event}) to webhook {Webhook}: {State} {Error}", delivery.Id, delivery.Event, delivery.WebhookId, state, error);
    }

    private async Task<(int? Status, string? Error)> SendAsync(HttpClient client, DeliveryRow delivery, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, delivery.Webhook!.Url);
            request.Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json");
            request.Headers.Add("Ruying-Event", delivery.Event);
            request.Headers.Add("Ruying-Delivery", delivery.Id);
            request.Headers.Add(WebhookSignature.Header, WebhookSignature.Sign(delivery.Webhook.Secret, time.GetUtcNow(), delivery.Body));

            // The answer's body is nobody's business here.
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var status = (int)response.StatusCode;
            return (status, response.IsSuccessStatusCode ? null : $"The receiver answered {status}.");
        }
        catch (HttpRequestException exception) when (exception.InnerException is RequestException refused)
        {
            return (null, refused.Message);
        }
        catch (HttpRequestException exception)
        {
            return (null, $"The receiver was not reached: {exception.HttpRequestError}.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, "The receiver did not answer in time.");
        }
    }
}
