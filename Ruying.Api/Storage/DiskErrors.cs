using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Ruying.Api.Storage;

/// <summary>Tells a disk that is full from other errors, whoever wrote to it.</summary>
internal static class DiskErrors
{
    public const string Full = "disk.full";

    /// <summary>SQLITE_FULL (sqlite.org/rescode.html).</summary>
    public const int SqliteFull = 13;

    /// <summary>ENOSPC and EDQUOT.</summary>
    private static readonly int[] NoSpace = [28, 122];

    /// <summary>Whether a disk, or what its owner may have of it, is full.</summary>
    public static bool IsFull(Exception? exception) => exception switch
    {
        null => false,
        IOException file => NoSpace.Contains(file.HResult),
        SqliteException file => file.SqliteErrorCode == SqliteFull,
        PostgresException server => server.SqlState == PostgresErrorCodes.DiskFull,
        DbUpdateException or DbException or InvalidOperationException => IsFull(exception.InnerException),
        _ => false,
    };
}
