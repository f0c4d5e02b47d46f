using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Ruying.Api.Data;

/// <summary>Tells what an exception out of the database means.</summary>
internal static class DatabaseErrors
{
    public const string Unavailable = "database.unavailable";

    /// <summary>SQLITE_BUSY and SQLITE_LOCKED (sqlite.org/rescode.html).</summary>
    private static readonly int[] Busy = [5, 6];

    /// <summary>SQLITE_CONSTRAINT_FOREIGNKEY.</summary>
    private const int ForeignKey = 787;

    /// <summary>Whether the database did not answer, or ended the talk: the same may go well in a moment.</summary>
    public static bool IsUnavailable(Exception? exception) => exception switch
    {
        null => false,
        PostgresException server => server.IsTransient,

        // Everything else of this kind is a connection that could not be made or that broke.
        NpgsqlException => true,
        SqliteException file => Busy.Contains(file.SqliteErrorCode) || file.SqliteErrorCode == Storage.DiskErrors.SqliteFull,

        // As Entity Framework and Hangfire wrap them.
        DbUpdateException or InvalidOperationException or DbException or Hangfire.BackgroundJobClientException => IsUnavailable(exception.InnerException),
        _ => false,
    };

    /// <summary>Whether what a row belongs to went at the same moment, or something came that belongs to it.</summary>
    public static bool IsConflict(Exception exception) => exception is DbUpdateException
    {
        InnerException:
            PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected }
            or SqliteException { SqliteExtendedErrorCode: ForeignKey },
    };
}
