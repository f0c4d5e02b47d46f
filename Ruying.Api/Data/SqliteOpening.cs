using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Ruying.Api.Data;

/// <summary>
/// Sets up connections by SQLite's own calls, without a statement each time one is opened. They keep foreign keys, and SQLite itself waits for
/// another writer: it looks again after one, two, five milliseconds and so on, where the provider sleeps for 150 ms each time.
/// </summary>
internal sealed class SqliteOpening : DbConnectionInterceptor
{
    /// <summary>How long a writer waits for others.</summary>
    public const int Seconds = 30;

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        var handle = ((SqliteConnection)connection).Handle;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_busy_timeout(handle, Seconds * 1000), handle);
        SqliteException.ThrowExceptionForRC(raw.sqlite3_db_config(handle, raw.SQLITE_DBCONFIG_ENABLE_FKEY, 1, out _), handle);
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
