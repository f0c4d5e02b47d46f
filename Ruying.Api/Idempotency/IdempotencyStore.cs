using Microsoft.EntityFrameworkCore;
using Ruying.Api.Data;

namespace Ruying.Api.Idempotency;

/// <summary>Keeps the answers of requests that carried a key, for a day.</summary>
internal sealed class IdempotencyStore(IDbContextFactory<RuyingDb> databases, TimeProvider time)
{
    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromHours(24);

    /// <summary>Takes the key for a request that now begins.</summary>
    /// <returns>Null when it is taken; otherwise the request that has it.</returns>
    public async Task<IdempotencyRow?> TryTakeAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var old = now - Keep;
        await db.Idempotency.Where(row => row.CreatedAt < old).ExecuteDeleteAsync(cancellationToken);
        var taken = await db.Database.ExecuteSqlAsync(
            $"""INSERT INTO "idempotency" ("Id", "CreatedAt") VALUES ({id}, {now.ToUnixTimeMilliseconds()}) ON CONFLICT DO NOTHING""", cancellationToken);

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

    /// <summary>Gives the key back: the request made nothing.</summary>
    public async Task ReleaseAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Idempotency.Where(row => row.Id == id && row.Status == null).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Gives back the keys of requests that a service that is no more was at.</summary>
    public async Task ReleaseAllAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Idempotency.Where(row => row.Status == null).ExecuteDeleteAsync(cancellationToken);
    }
}
