using Microsoft.EntityFrameworkCore;
using Ruying.Api.Data;
using Ruying.Api.Problems;
using Ruying.Api.Storage;

namespace Ruying.Api.Webhooks;

/// <summary>What clients may do with webhooks.</summary>
public sealed class WebhookService(IDbContextFactory<RuyingDb> databases, WebhookTargets targets, WebhookOutbox outbox, TimeProvider time)
{
    /// <summary>How many each owner may have.</summary>
    public const int Most = 20;

    /// <summary>Keeps an address.</summary>
    /// <exception cref="RequestException">What <see cref="WebhookTargets.Check"/> throws, <c>webhook.event</c>, <c>webhook.too_many</c>.</exception>
    public async Task<WebhookResponse> CreateAsync(CreateWebhookRequest request, CancellationToken cancellationToken)
    {
        var url = targets.Check(request.Url);
        var events = request.Events is { Count: > 0 } asked ? asked.Distinct().ToList() : WebhookEvents.Names;
        if (events.Except(WebhookEvents.Names).FirstOrDefault() is { } unknown)
        {
            throw RequestException.Invalid("webhook.event", $"There is no event {unknown}; choose of {string.Join(", ", WebhookEvents.Names)}.");
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Webhooks.AsNoTracking().CountAsync(cancellationToken) >= Most)
        {
            throw RequestException.Conflict("webhook.too_many", $"There are {Most} webhooks already; delete one.");
        }

        var row = new WebhookRow { Id = Ids.New(time), Url = url.AbsoluteUri, Secret = WebhookSignature.NewSecret(), Events = string.Join(',', events), CreatedAt = time.GetUtcNow() };
        db.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return WebhookResponse.From(row, isNew: true);
    }

    /// <summary>All, the oldest first.</summary>
    public async Task<IReadOnlyList<WebhookResponse>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return [.. (await db.Webhooks.AsNoTracking().OrderBy(w => w.Id).ToListAsync(cancellationToken)).Select(row => WebhookResponse.From(row))];
    }

    /// <exception cref="RequestException"><c>webhook.unknown</c>.</exception>
    public async Task<WebhookResponse> GetAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return WebhookResponse.From(await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, cancellationToken) ?? throw Unknown());
    }

    /// <summary>Deletes it with its log; what is still to be sent is not.</summary>
    /// <exception cref="RequestException"><c>webhook.unknown</c>.</exception>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Webhooks.AsNoTracking().Where(w => w.Id == id).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            throw Unknown();
        }
    }

    /// <summary>Its messages of the last 30 days, the newest first.</summary>
    /// <exception cref="RequestException"><c>webhook.unknown</c>.</exception>
    public async Task<ListPage<DeliveryResponse>> ListDeliveriesAsync(
        string id, DeliveryState? state, int? limit, string? before, CancellationToken cancellationToken)
    {
        var webhook = await GetAsync(id, cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Deliveries.AsNoTracking()
            .Where(d => d.WebhookId == webhook.Id)
            .Where(d => state == null || d.State == state)
            .Where(d => before == null || string.Compare(d.Id, before) < 0)
            .OrderByDescending(d => d.Id)
            .Take(Paging.Limit(limit) + 1)
            .ToListAsync(cancellationToken);
        return Paging.Of(rows, Paging.Limit(limit), d => d.Id, DeliveryResponse.From);
    }

    /// <summary>Sends a message once more, whatever became of it: the same text under a delivery of its own.</summary>
    /// <exception cref="RequestException"><c>webhook.unknown</c>, <c>delivery.unknown</c>.</exception>
    public async Task<DeliveryResponse> ReplayAsync(string id, string deliveryId, CancellationToken cancellationToken)
    {
        var webhook = await GetAsync(id, cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var first = await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == deliveryId && d.WebhookId == webhook.Id, cancellationToken)
            ?? throw RequestException.NotFound("delivery.unknown", "There is no such message; those older than 30 days are gone.");
        var now = time.GetUtcNow();
        var again = new DeliveryRow { Id = Ids.New(time), WebhookId = webhook.Id, Event = first.Event, Body = first.Body, NextAt = now, CreatedAt = now };
        db.Add(again);
        await db.SaveChangesAsync(cancellationToken);
        outbox.Ring();
        return DeliveryResponse.From(again);
    }

    private static RequestException Unknown() => RequestException.NotFound("webhook.unknown", "There is no such webhook; it may have been deleted.");
}
