using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Ruying.Api.Data;

/// <summary>
/// Lets SQLite itself wait for another writer: it looks again after one, two, five milliseconds and so on, where the provider sleeps for 150 ms
/// each time.
/// </summary>
internal sealed class SqliteWaiting : DbConnectionInterceptor
{
    /// <summary>How long a writer waits for others.</summary>
    public const int Seconds = 30;

    private static readonly string Command = FormattableString.Invariant($"PRAGMA busy_timeout = {Seconds * 1000}");

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Command;
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
