using Microsoft.EntityFrameworkCore;
using Ruying.Api.Data;
using Ruying.Api.Problems;

namespace Ruying.Api.Uploads;

/// <summary>The table of uploads.</summary>
public sealed class UploadStore(IDbContextFactory<RuyingDb> databases)
{
    public async Task AddAsync(UploadRow upload, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        db.Add(upload);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task<UploadRow?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancellationToken);
    }

    /// <exception cref="RequestException"><c>upload.unknown</c>.</exception>
    public async Task<UploadRow> RequireAsync(string id, CancellationToken cancellationToken) => await FindAsync(id, cancellationToken) ?? throw Unknown();

    /// <summary>The newest first, those before <paramref name="before"/> only.</summary>
    public async Task<IReadOnlyList<UploadRow>> ListAsync(int limit, string? before, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Uploads.AsNoTracking()
            .Where(u => before == null || string.Compare(u.Id, before) < 0)
            .OrderByDescending(u => u.Id)
            .Take(limit)
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<UploadRow>> ListAllAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Uploads.AsNoTracking().OrderBy(u => u.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Bytes came at that moment.</summary>
    public async Task TouchAsync(string id, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Uploads.Where(u => u.Id == id).ExecuteUpdateAsync(s => s.SetProperty(u => u.TouchedAt, moment), cancellationToken);
    }

    /// <summary>It is whole since that moment.</summary>
    public async Task FinishAsync(string id, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Uploads.Where(u => u.Id == id && u.FinishedAt == null).ExecuteUpdateAsync(s => s.SetProperty(u => u.FinishedAt, moment), cancellationToken);
    }

    /// <summary>Takes a whole upload that nobody uses.</summary>
    /// <param name="id">The upload.</param>
    /// <param name="place">Where its file goes, below the folder of uploads.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <returns>False when it is not whole, or somebody else has it.</returns>
    public async Task<bool> TryUseAsync(string id, string place, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Uploads.Where(u => u.Id == id && u.FinishedAt != null && u.UsedAs == null)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.UsedAs, place), cancellationToken) == 1;
    }

    /// <summary>Nothing came of the use: it is there for another.</summary>
    public async Task GiveBackAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Uploads.Where(u => u.Id == id).ExecuteUpdateAsync(s => s.SetProperty(u => u.UsedAs, (string?)null), cancellationToken);
    }

    /// <summary>What was made of it has no row whose transaction could remove it.</summary>
    public async Task RemoveUsedAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Uploads.Where(u => u.Id == id && u.UsedAs != null).ExecuteDeleteAsync(cancellationToken);
    }

    /// <returns>False when it is gone already, or somebody uses it.</returns>
    public async Task<bool> TryRemoveAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Uploads.Where(u => u.Id == id && u.UsedAs == null).ExecuteDeleteAsync(cancellationToken) == 1;
    }

    internal static RequestException Unknown() =>
        RequestException.NotFound("upload.unknown", "There is no such upload; it may have been used, deleted or kept for long enough. Send the file again.");
}
