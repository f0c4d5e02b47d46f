using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ruying.Api.Data;
using Ruying.Api.Storage;
using Ruying.Pipeline;

namespace Ruying.Api.Backups;

/// <summary>
/// Copies a data folder while the service works in it. The database is copied first, in one moment of its own; then the files
/// that the copy speaks of, which do not change once they are there. What was deleted or finished in between is seen by its
/// absence, and a fresh copy of the database is taken until nothing is missing. Unfinished work is left out: it is done again.
/// </summary>
public sealed class BackupService(DataFolder data, Schema schema, IOptions<ServiceOptions> options, TimeProvider time)
{
    /// <summary>Each further copy of the database needs a deletion within the time that one copy takes.</summary>
    private const int Tries = 5;

    // Locks, work under way and what can be made again are left out, and the database has its own way.
    private static readonly string[] LeftOut = ["lock", "work", "cache", "uploads", "avatars", "videos", "logs"];

    /// <summary>Backs the data folder up.</summary>
    /// <param name="destination">A file ending in <c>.tar.gz</c> or <c>.tgz</c> that is not there, or a folder that is not there or empty.</param>
    /// <param name="cancellationToken">Stops; nothing stays.</param>
    /// <exception cref="EnvironmentException"><c>backup.database</c>, <c>backup.storage</c>, <c>backup.exists</c>, <c>backup.not_writable</c>, <c>data.version</c>, <c>data.damaged</c>.</exception>
    public async Task<BackupSummary> BackupAsync(string destination, CancellationToken cancellationToken)
    {
        if (options.Value.Database != DatabaseSetup.Sqlite)
        {
            throw new EnvironmentException(
                "backup.database", "This copies what one machine keeps, and the tables are in PostgreSQL: use pg_dump for them and your own means for the files.");
        }

        if (options.Value.Storage != StoreSetup.Disk)
        {
            throw new EnvironmentException(
                "backup.storage", "This copies what one machine keeps, and the files are in an S3 store: use its own means (versions, replication) for them, and copy the database beside.");
        }

        await schema.RequireAsync(cancellationToken);
        var path = Path.GetFullPath(destination).TrimEnd('/');
        RequireFree(path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using IBackupTarget target = IsArchive(path) ? new ArchiveTarget(path) : new FolderTarget(path);
            return await CopyAsync(path, target, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException("backup.not_writable", $"The backup could not be written: {exception.Message}", exception);
        }
    }

    internal static bool IsArchive(string path) =>
        path.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase);

    private static void RequireFree(string path)
    {
        if (File.Exists(path) || (Directory.Exists(path) && (IsArchive(path) || Directory.EnumerateFileSystemEntries(path).Any())))
        {
            throw new EnvironmentException("backup.exists", $"{path} is there already; choose another name or remove it.");
        }
    }

    private async Task<BackupSummary> CopyAsync(string path, IBackupTarget target, CancellationToken cancellationToken)
    {
        var snapshot = path + ".partial.db";
        var copy = new BackupCopy(data.Root, target);
        try
        {
            IReadOnlyList<string> missing = [];
            foreach (var entry in new DirectoryInfo(data.Root).EnumerateFileSystemInfos().Where(IsPlain))
            {
                await copy.AddAsync(entry.FullName, cancellationToken);
            }

            for (var count = 0; count < Tries; count++)
            {
                Snapshot(snapshot);
                await using var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(Connection(snapshot)).Options);
                var contents = await BackupContents.ReadAsync(db, data, cancellationToken);
                foreach (var wanted in contents.Wanted)
                {
                    await copy.AddAsync(wanted, cancellationToken);
                }

                missing = [.. contents.Required.Where(required => !copy.Has(required)).Select(copy.Name)];
                if (missing.Count == 0)
                {
                    break;
                }
            }

            await copy.AddAsync(snapshot, Path.GetFileName(data.Database), cancellationToken);
            var manifest = new BackupManifest(
                BackupManifest.CurrentFormat, Schema.Version, typeof(BackupService).Assembly.GetName().Version!.ToString(3), time.GetUtcNow(), copy.Files, missing);
            using var list = new MemoryStream(manifest.Write());
            await target.AddAsync(BackupManifest.FileName, list, cancellationToken);
            await target.CompleteAsync();
            return new BackupSummary(path, copy.Files.Count, copy.Files.Sum(file => file.Length), missing);
        }
        finally
        {
            File.Delete(snapshot);
        }
    }

    private void Snapshot(string path)
    {
        File.Delete(path);
        using var source = new SqliteConnection(Connection(data.Database));
        using var copy = new SqliteConnection(Connection(path));
        source.Open();
        copy.Open();
        source.BackupDatabase(copy);

        // One file instead of a file and its log.
        using var command = copy.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = DELETE";
        command.ExecuteNonQuery();
        command.CommandText = "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() is not "ok")
        {
            throw new EnvironmentException("data.damaged", $"The database {data.Database} is damaged; restore an earlier backup.");
        }
    }

    private static string Connection(string path) => new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString();

    private bool IsPlain(FileSystemInfo entry) =>
        !entry.Name.StartsWith('.') && !LeftOut.Contains(entry.Name) && !entry.FullName.StartsWith(data.Database, StringComparison.Ordinal);
}
