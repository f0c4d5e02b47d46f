using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ruying.Api.Data;

namespace Ruying.Api.Servers;

/// <summary>The table of the processes that share the tables: each writes its own row now and then.</summary>
public sealed class ServerStore(IDbContextFactory<RuyingDb> databases, ThisServer me, IOptions<ServiceOptions> options, TimeProvider time)
{
    /// <summary>Rows of the dead are kept that long, for those who look.</summary>
    private static readonly TimeSpan Keep = TimeSpan.FromDays(1);

    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <summary>After so long without a sign of life a server is taken for dead.</summary>
    public TimeSpan Patience => TimeSpan.FromSeconds(options.Value.ServerTimeout);

    /// <summary>A sign of life; the first makes the row.</summary>
    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (await db.Servers.Where(s => s.Id == me.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.SeenAt, now), cancellationToken) == 0)
        {
            db.Servers.Add(new ServerRow { Id = me.Id, Role = me.Role, Device = me.Device, StartedAt = _started, SeenAt = now });
            await db.SaveChangesAsync(cancellationToken);
        }

        var old = now - Keep;
        await db.Servers.Where(s => s.SeenAt < old).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>The ids of those that live, this one always among them.</summary>
    public async Task<IReadOnlyList<string>> ListLivingAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var since = time.GetUtcNow() - Patience;
        return await db.Servers.Where(s => s.SeenAt >= since || s.Id == me.Id).Select(s => s.Id).ToListAsync(cancellationToken);
    }

    /// <summary>All that gave a sign of life within a day, the one that started last first.</summary>
    public async Task<IReadOnlyList<ServerResponse>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var since = time.GetUtcNow() - Patience;
        var rows = await db.Servers.AsNoTracking().OrderByDescending(s => s.StartedAt).ThenBy(s => s.Id).ToListAsync(cancellationToken);
        return [.. rows.Select(s => new ServerResponse(s.Id, s.Role, s.Device, s.StartedAt, s.SeenAt, s.SeenAt >= since || s.Id == me.Id))];
    }

    /// <summary>Whether somebody who lives works on such a device.</summary>
    public async Task<bool> HasDeviceAsync(string device, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var since = time.GetUtcNow() - Patience;
        return await db.Servers.AnyAsync(s => s.SeenAt >= since && s.Device == device, cancellationToken);
    }

    /// <summary>Nobody else is there, whatever the rows say: what others left is free at once.</summary>
    public async Task BeAloneAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Servers.Where(s => s.Id != me.Id).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>This one goes: what it could not put back is free at once.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Servers.Where(s => s.Id == me.Id).ExecuteDeleteAsync(cancellationToken);
    }
}
