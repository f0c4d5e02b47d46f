using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Ruying.Api.Data;
using Ruying.Pipeline;

namespace Ruying.Api.Backups;

/// <summary>Makes a data folder of a backup, after every file has been compared with its checksum.</summary>
internal static class BackupRestore
{
    private const string Database = "ruying.db";
    private const string Staging = ".restoring";
    private const int ListLimit = 256 << 20;

    /// <summary>Restores.</summary>
    /// <param name="source">A backup: the archive or the folder.</param>
    /// <param name="folder">The data folder; it is not there, or empty.</param>
    /// <param name="cancellationToken">Stops; nothing stays.</param>
    /// <exception cref="EnvironmentException"><c>backup.unknown</c>, <c>backup.damaged</c>, <c>backup.version</c>, <c>restore.not_empty</c>, <c>data.not_writable</c>.</exception>
    public static async Task<BackupSummary> RestoreAsync(string source, string folder, CancellationToken cancellationToken)
    {
        source = Path.GetFullPath(source);
        folder = Path.GetFullPath(folder);
        if (!Path.Exists(source))
        {
            throw new EnvironmentException("backup.unknown", $"There is no backup at {source}.");
        }

        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new EnvironmentException("restore.not_empty", $"The data folder {folder} is not empty; restore into a new one.");
        }

        // Within the folder: it may be a mount point, into which nothing can be renamed from outside.
        var existed = Directory.Exists(folder);
        var staging = Path.Combine(folder, Staging);
        try
        {
            Directory.CreateDirectory(staging);
            var manifest = await ExtractAsync(source, staging, cancellationToken);
            Publish(staging, folder);
            return new BackupSummary(folder, manifest.Files.Count, manifest.Files.Sum(file => file.Length), manifest.Missing);
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or EndOfStreamException)
        {
            CleanUp(folder, existed);
            throw new EnvironmentException("backup.damaged", $"The backup {source} cannot be used: {exception.Message.TrimEnd('.')}.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            CleanUp(folder, existed);
            throw new EnvironmentException("data.not_writable", $"The backup could not be restored: {exception.Message}", exception);
        }
        catch
        {
            CleanUp(folder, existed);
            throw;
        }
    }

    private static async Task<BackupManifest> ExtractAsync(string source, string staging, CancellationToken cancellationToken)
    {
        Dictionary<string, BackupFile> found = new(StringComparer.Ordinal);
        BackupManifest? manifest = null;
        await foreach (var (name, content) in BackupReader.ReadAsync(source, cancellationToken))
        {
            if (name == BackupManifest.FileName)
            {
                manifest = Admit(BackupManifest.Read(await ReadListAsync(content, cancellationToken)));
                continue;
            }

            if (!IsSafe(name) || found.ContainsKey(name))
            {
                throw new InvalidDataException($"it holds a file of the name {name}");
            }

            found.Add(name, await WriteAsync(name, content, staging, cancellationToken));
        }

        Compare(manifest ?? throw new InvalidDataException($"it has no {BackupManifest.FileName}: it was cut short, or is no backup of Ruying"), found);
        return manifest;
    }

    private static BackupManifest Admit(BackupManifest manifest) =>
        manifest.Format is < 1 or > BackupManifest.CurrentFormat || manifest.Schema < 1 || manifest.Schema > Schema.Version
            ? throw new EnvironmentException(
                "backup.version",
                $"The backup was made by Ruying {manifest.MadeBy} (form {manifest.Format}, schema {manifest.Schema}), which is later than this one; restore it with that version.")
            : manifest;

    private static void Compare(BackupManifest manifest, Dictionary<string, BackupFile> found)
    {
        foreach (var file in manifest.Files)
        {
            if (!found.Remove(file.Path, out var copy))
            {
                throw new InvalidDataException($"{file.Path} is missing");
            }

            if (copy != file)
            {
                throw new InvalidDataException($"{file.Path} is not what was backed up (its checksum differs)");
            }
        }

        if (found.Count > 0)
        {
            throw new InvalidDataException($"{found.Keys.First()} is not in its list");
        }
    }

    private static async Task<BackupFile> WriteAsync(string name, Stream content, string staging, CancellationToken cancellationToken)
    {
        var path = Path.Combine(staging, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 17);
        try
        {
            var length = 0L;
            for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0; length += read)
            {
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            return new BackupFile(name, length, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<byte[]> ReadListAsync(Stream content, CancellationToken cancellationToken)
    {
        using var list = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            list.Write(buffer, 0, read);
            if (list.Length > ListLimit)
            {
                throw new InvalidDataException("its list of files is too long");
            }
        }

        return list.ToArray();
    }

    // The database last: a folder without it was not restored to the end.
    private static void Publish(string staging, string folder)
    {
        foreach (var entry in Directory.GetFileSystemEntries(staging).OrderBy(entry => Path.GetFileName(entry) == Database))
        {
            Directory.Move(entry, Path.Combine(folder, Path.GetFileName(entry)));
        }

        Directory.Delete(staging);
    }

    private static void CleanUp(string folder, bool existed)
    {
        var staging = Path.Combine(folder, Staging);
        if (Directory.Exists(staging))
        {
            Directory.Delete(staging, recursive: true);
        }

        if (!existed && Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    private static bool IsSafe(string name) =>
        name.Length is > 0 and < 1000 && !Path.IsPathRooted(name) && !name.Contains('\\') && name.Split('/').All(part => part is not ("" or "." or ".."));
}
