using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Ruying.Api.Jobs;
using Ruying.Pipeline;

namespace Ruying.Api.Data;

/// <summary>Makes the tables of a new database, brings older ones up to date, and recognises those of a later version.</summary>
public sealed class Schema(IDbContextFactory<RuyingDb> databases)
{
    /// <summary>Goes up by one with every migration.</summary>
    public static int Version { get; } = CountMigrations() + FormerSchema.Version - 1;

    /// <summary>For programs beside the service, which change no tables.</summary>
    /// <exception cref="EnvironmentException">The tables are not of this version (<c>data.version</c>).</exception>
    public async Task RequireAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await FindVersionAsync(db, cancellationToken);
        if (found != Version)
        {
            throw new EnvironmentException(
                "data.version", $"The data folder is of another version of Ruying (schema {found}, this one needs {Version}); start the service of this version once, or use that one.");
        }
    }

    /// <summary>Safe when several start at once: one works, the others wait and find it done.</summary>
    /// <exception cref="EnvironmentException">The tables are of a later version (<c>data.version</c>).</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var turn = await SchemaTurn.TakeAsync(db, cancellationToken);
        var found = await FindVersionAsync(db, cancellationToken);
        if (found > Version)
        {
            throw new EnvironmentException(
                "data.version",
                $"The data was written by a later version of Ruying (schema {found}, this one knows {Version}); use that version or other data.");
        }

        if (db is SqliteDb)
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
            if (found > 0 && (await ListAppliedAsync(db, cancellationToken)).Count == 0)
            {
                await FormerSchema.AdoptAsync(db, found, cancellationToken);
            }
        }

        await db.Database.ExecuteSqlRawAsync(db.GetService<IHistoryRepository>().GetCreateIfNotExistsScript(), cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        if (db is PostgresDb)
        {
            await TicketStorage.PrepareAsync(db.Database.GetConnectionString()!, cancellationToken);
        }

        if (db is SqliteDb && found != Version)
        {
            await FormerSchema.NoteAsync(db, Version, cancellationToken);
        }
    }

    /// <summary>The version of a database's tables; 0 where there are none, more than <see cref="Version"/> where there are migrations that are not ours.</summary>
    internal static async Task<int> FindVersionAsync(RuyingDb db, CancellationToken cancellationToken)
    {
        var applied = await ListAppliedAsync(db, cancellationToken);
        if (applied.Count == 0)
        {
            return db is SqliteDb ? await FormerSchema.FindVersionAsync(db, cancellationToken) : 0;
        }

        var unknown = applied.Except(db.Database.GetMigrations()).Count();
        return unknown > 0 ? Version + unknown : FormerSchema.Version - 1 + applied.Count;
    }

    private static async Task<List<string>> ListAppliedAsync(RuyingDb db, CancellationToken cancellationToken)
    {
        // Npgsql's provider asks for what is in the table without looking for the table, and logs an error where there is none.
        var isThere = db is not PostgresDb
            || await db.Database.SqlQueryRaw<bool>("""SELECT to_regclass('"__EFMigrationsHistory"') IS NOT NULL AS "Value" """).SingleAsync(cancellationToken);
        return isThere ? [.. await db.Database.GetAppliedMigrationsAsync(cancellationToken)] : [];
    }

    // Both kinds of databases have migrations of the same names.
    private static int CountMigrations()
    {
        using var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite().Options);
        return db.Database.GetMigrations().Count();
    }
}
