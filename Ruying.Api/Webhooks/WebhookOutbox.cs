using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Storage;

namespace Ruying.Api.Webhooks;

/// <summary>
/// Writes what webhooks are to be told in the transaction that ends the job: no event without its end, no end without its event.
/// </summary>
public sealed class WebhookOutbox(TimeProvider time, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json) : IDisposable
{
    /// <summary>How long the log of deliveries is kept.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    private readonly SemaphoreSlim _bell = new(0, 1);
    private readonly Lock _gate = new();

    /// <summary>Adds the messages about a job that has just ended; the caller's transaction commits them.</summary>
    public async Task AddAsync(RuyingDb db, string jobId, CancellationToken cancellationToken)
    {
        var job = await db.Jobs.AsNoTracking().SingleAsync(j => j.Id == jobId, cancellationToken);
        if (WebhookEvents.Of(job) is not { } name)
        {
            return;
        }

        var now = time.GetUtcNow();
        var error = job.ErrorCode is null ? null : new JobError(job.ErrorCode, job.ErrorMessage ?? "");
        var body = JsonSerializer.Serialize(new WebhookMessage(Ids.New(time), name, now, job.SubjectId, job.Id, error), json.Value.SerializerOptions);
        foreach (var webhook in await db.Webhooks.AsNoTracking().Where(w => w.OwnerId == job.OwnerId).ToListAsync(cancellationToken))
        {
            if (webhook.Events.Split(',').Contains(name))
            {
                db.Deliveries.Add(new DeliveryRow { Id = Ids.New(time), WebhookId = webhook.Id, Event = name, Body = body, NextAt = now, CreatedAt = now });
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        var old = now - Keep;
        await db.Deliveries.Where(d => d.CreatedAt < old && d.State != DeliveryState.Pending).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Says that there may be something to deliver.</summary>
    public void Ring()
    {
        lock (_gate)
        {
            if (_bell.CurrentCount == 0)
            {
                _bell.Release();
            }
        }
    }

    /// <summary>Waits for the bell, or for the time to be over.</summary>
    public Task WaitAsync(TimeSpan patience, CancellationToken cancellationToken) => _bell.WaitAsync(patience, cancellationToken);

    public void Dispose() => _bell.Dispose();
}
