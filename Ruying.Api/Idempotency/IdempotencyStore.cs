using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Ruying.Api.Data;
using Ruying.Api.Servers;

namespace Ruying.Api.Idempotency;

/// <summary>Keeps the answers of requests that carried a key, for a day.</summary>
internal sealed class IdempotencyStore(IDbContextFactory<RuyingDb> databases, ThisServer me, TimeProvider time)
{
    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromHours(24);

    private readonly ConcurrentQueue<string> _left = new();

    /// <summary>Takes the key for a request that now begins.</summary>
    /// <returns>Null when it is taken; otherwise the request that has it.</returns>
    public async Task<IdempotencyRow?> TryTakeAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var old = now - Keep;
        await db.Idempotency.Where(row => row.CreatedAt < old).ExecuteDeleteAsync(cancellationToken);
        var taken = await db.Database.ExecuteSqlAsync(
            $"""INSERT INTO "idempotency" ("Id", "ServerId", "CreatedAt") VALUES ({id}, {me.Id}, {now.ToUnixTimeMilliseconds()}) ON CONFLICT DO NOTHING""", cancellationToken);

        // One that has gone between the two counts as running: the client asks again.
        return taken == 1
            ? null
            : await db.Idempotency.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) ?? new IdempotencyRow { Id = id };
    }

    /// <summary>Keeps what was answered.</summary>
    public async Task KeepAsync(IdempotencyRow answer, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Idempotency.Where(row => row.Id == answer.Id).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.Fingerprint, answer.Fingerprint)
                .SetProperty(row => row.Status, answer.Status)
                .SetProperty(row => row.ContentType, answer.ContentType)
                .SetProperty(row => row.Location, answer.Location)
                .SetProperty(row => row.Body, answer.Body),
            cancellationToken);
    }

    /// <summary>Gives the key back: the request made nothing. While the database does not answer it is given back later.</summary>
    public async Task ReleaseAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            await db.Idempotency.Where(row => row.Id == id && row.Status == null && row.ServerId == me.Id).ExecuteDeleteAsync(cancellationToken);
        }
        catch (Exception exception) when (DatabaseErrors.IsUnavailable(exception))
        {
            _left.Enqueue(id);
        }
    }

    /// <summary>Gives back what could not be when it should have been.</summary>
    public async Task ReleaseLeftAsync(CancellationToken cancellationToken)
    {
        for (var count = _left.Count; count > 0 && _left.TryDequeue(out var id); count--)
        {
            await ReleaseAsync(id, cancellationToken);
        }
    }

    /// <summary>Gives back the keys of requests that a server that is no more was at.</summary>
    /// <param name="living">The servers that are.</param>
    /// <param name="cancellationToken">Stops before.</param>
    public async Task ReleaseAsync(IReadOnlyList<string> living, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Idempotency.Where(row => row.Status == null && (row.ServerId == null || !living.Contains(row.ServerId))).ExecuteDeleteAsync(cancellationToken);
    }
}
