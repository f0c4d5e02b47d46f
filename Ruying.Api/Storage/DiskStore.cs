using System.Runtime.CompilerServices;
using Ruying.Api.Tags;

namespace Ruying.Api.Storage;

/// <summary>The data folder as the store: names are paths in it, and files come by one rename.</summary>
public sealed class DiskStore(DataFolder data) : IFileStore
{
    /// <summary>Ends the names of files that are not whole.</summary>
    private const string Partial = ".partial";

    public string? LinkOrigin => null;

    public string PathOf(string name) =>
        name.Length == 0 || Path.IsPathRooted(name) || name.Split('/').Contains("..")
            ? throw new ArgumentException($"\"{name}\" is no name of a stored file.", nameof(name))
            : Path.Combine(data.Root, name);

    // The data folder's own check asks whether it can be written.
    public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task PutAsync(string path, string name, CancellationToken cancellationToken)
    {
        if (!IsSame(path, PathOf(name)))
        {
            await using var from = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, useAsync: true);
            await PutAsync(from, name, cancellationToken);
        }
    }

    public Task PutAsync(Stream content, string name, CancellationToken cancellationToken) => WholeFile.WriteAsync(content, PathOf(name), isKept: true, cancellationToken);

    public Task MoveAsync(string path, string name, CancellationToken cancellationToken)
    {
        var place = PathOf(name);
        if (!IsSame(path, place))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            OnDisk.Flush(path);
            File.Move(path, place, overwrite: true);
        }

        return Task.CompletedTask;
    }

    public async Task MoveFolderAsync(string folder, string name, IReadOnlyList<string> parts, CancellationToken cancellationToken)
    {
        var place = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        await DeleteAsync(name + "/", cancellationToken);
        OnDisk.FlushFolder(folder);
        Directory.Move(folder, place);
    }

    public async Task GetAsync(string name, string path, CancellationToken cancellationToken)
    {
        await using var from = await OpenAsync(name, 0, null, cancellationToken);
        await WholeFile.WriteAsync(from, path, isKept: false, cancellationToken);
    }

    public Task<string> BringAsync(string name, string path, CancellationToken cancellationToken) =>
        File.Exists(PathOf(name)) ? Task.FromResult(PathOf(name)) : throw StorageException.NotThere(name);

    public Task<string> BringFolderAsync(string name, IReadOnlyList<string> parts, CancellationToken cancellationToken) =>
        Directory.Exists(PathOf(name)) ? Task.FromResult(PathOf(name)) : throw StorageException.NotThere(name);

    public Task<StoredFile?> FindAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(new FileInfo(PathOf(name)) is { Exists: true } file ? Describe(file, name) : null);

    public Task<Stream> OpenAsync(string name, long offset, long? length, CancellationToken cancellationToken)
    {
        FileStream file;
        try
        {
            file = new FileStream(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, useAsync: true);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw StorageException.NotThere(name, exception);
        }

        file.Position = offset;
        return Task.FromResult<Stream>(length is { } bytes ? new StreamPart(file, bytes) : file);
    }

    public async IAsyncEnumerable<StoredFile> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = new DirectoryInfo(Folder(prefix));
        if (!folder.Exists)
        {
            yield break;
        }

        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(data.Root, file.FullName);
            if (name.StartsWith(prefix, StringComparison.Ordinal) && !name.EndsWith(Partial, StringComparison.Ordinal) && TryDescribe(file, name) is { } found)
            {
                yield return found;
            }
        }

        await Task.CompletedTask;
    }

    public Task RenameAsync(string name, string newName, CancellationToken cancellationToken) =>
        File.Exists(PathOf(name)) ? MoveAsync(PathOf(name), newName, cancellationToken) : throw StorageException.NotThere(name);

    public Task DeleteAsync(string prefix, CancellationToken cancellationToken)
    {
        var folder = Folder(prefix);
        var rest = prefix[(prefix.LastIndexOf('/') + 1)..];
        try
        {
            if (rest.Length == 0)
            {
                Directory.Delete(folder, recursive: true);
                return Task.CompletedTask;
            }

            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => entry.Name.StartsWith(rest, StringComparison.Ordinal)))
            {
                if (entry is DirectoryInfo below)
                {
                    below.Delete(recursive: true);
                }
                else
                {
                    entry.Delete();
                }
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already, which is what was wanted.
        }

        return Task.CompletedTask;
    }

    public Task<Uri?> LinkAsync(string name, string contentType, string downloadName) => Task.FromResult<Uri?>(null);

    // The data folder's own sweep sees to it.
    public Task SweepAsync(DateTimeOffset before, CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool IsSame(string path, string place) => Path.GetFullPath(path) == place;

    private static StoredFile Describe(FileInfo file, string name) =>
        new(name, file.Length, EntityTags.OfFile(file).Trim('"'), new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero));

    private static StoredFile? TryDescribe(FileInfo file, string name)
    {
        try
        {
            return Describe(file, name);
        }
        catch (FileNotFoundException)
        {
            // It went while the others were listed.
            return null;
        }
    }

    /// <summary>The folder that a name's, or the beginning of a name's, last part lies in.</summary>
    private string Folder(string prefix) => prefix.LastIndexOf('/') is >= 0 and var end ? PathOf(prefix[..end]) : data.Root;
}
