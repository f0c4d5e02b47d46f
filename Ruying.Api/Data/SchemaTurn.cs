using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ruying.Pipeline;

namespace Ruying.Api.Data;

/// <summary>
/// One program at a time changes the tables. EF Core's own lock in SQLite is a row, which somebody who was killed leaves behind for ever;
/// ours is the operating system's or the server's, and goes with its holder.
/// </summary>
internal sealed class SchemaTurn : IAsyncDisposable
{
    /// <summary>A number of ours among the server's advisory locks.</summary>
    private const long Key = 0x52757969_6e670001;

    /// <summary>How often a server is asked that does not answer, a second apart.</summary>
    private const int Tries = 30;

    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(50);

    private readonly IAsyncDisposable _held;

    private SchemaTurn(IAsyncDisposable held) => _held = held;

    /// <summary>Waits for the turn.</summary>
    public static async Task<SchemaTurn> TakeAsync(RuyingDb db, CancellationToken cancellationToken)
    {
        if (db is PostgresDb)
        {
            return new SchemaTurn(await LockServerAsync(db.Database.GetConnectionString()!, cancellationToken));
        }

        var file = await LockFileAsync(new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource + "-turn", cancellationToken);
        try
        {
            // Nobody else is at it: what is there was left.
            await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
            return new SchemaTurn(file);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _held.DisposeAsync();

    private static async Task<NpgsqlConnection> LockServerAsync(string address, CancellationToken cancellationToken)
    {
        // A connection of its own: closed, it holds nothing.
        var own = new NpgsqlConnectionStringBuilder(address) { Pooling = false, CommandTimeout = 0 }.ToString();
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await LockAsync(own, cancellationToken);
            }
            catch (NpgsqlException exception) when (!DatabaseErrors.IsUnavailable(exception))
            {
                throw new EnvironmentException("database.refused", $"The database of Ruying:Postgres cannot be used: {exception.Message}", exception);
            }
            catch (NpgsqlException exception) when (tries >= Tries)
            {
                throw new EnvironmentException(DatabaseErrors.Unavailable, $"The database of Ruying:Postgres does not answer: {exception.Message}", exception);
            }
            catch (NpgsqlException)
            {
                // It may be starting too.
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
    }

    private static async Task<NpgsqlConnection> LockAsync(string address, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(address);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { Parameters = { new() { Value = Key } } };
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task<FileStream> LockFileAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(Retry, cancellationToken);
            }
        }
    }
}
