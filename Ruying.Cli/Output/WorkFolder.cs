using System.Security.Cryptography;
using System.Text;

namespace Ruying.Cli.Output;

/// <summary>
/// The folder in which a verb's stages keep what they made. The same command on the same files gets the same folder, so that a
/// run that was stopped goes on; a run that succeeds removes it.
/// </summary>
internal sealed class WorkFolder : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private readonly FileStream? _lock;
    private bool _remove;

    private WorkFolder(string path, FileStream? @lock)
    {
        Path = path;
        _lock = @lock;
        Directory.CreateDirectory(path);
    }

    public string Path { get; }

    /// <summary>The user's own folder: never removed.</summary>
    public static WorkFolder At(string folder)
    {
        OutputCheck.Writable(folder, "--work");
        return new WorkFolder(folder, null);
    }

    /// <summary>A folder in the cache, named by what the work is about and locked against a second run of the same command.</summary>
    public static WorkFolder InCache(CliHost host, params IEnumerable<string?> key)
    {
        var root = System.IO.Path.Combine(host.CacheFolder, "work");
        OutputCheck.Writable(root, "the cache folder (set XDG_CACHE_HOME or --work)");
        Directory.CreateDirectory(root);
        RemoveForgotten(root, host.Time);

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', key))))[..24];
        var taken = TryLock(root, name);
        if (taken is null)
        {
            name = Guid.NewGuid().ToString("N");
            taken = TryLock(root, name);
        }

        return new WorkFolder(System.IO.Path.Combine(root, name), taken);
    }

    /// <summary>What names a file's content well enough: its place, size and time.</summary>
    public static string FileKey(string path)
    {
        var file = new FileInfo(path);
        return $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}";
    }

    /// <summary>The work is done: the folder goes when this is disposed.</summary>
    public void Done() => _remove = _lock is not null;

    public void Dispose()
    {
        if (_remove)
        {
            Directory.Delete(Path, recursive: true);
        }

        _lock?.Dispose();
    }

    private static FileStream? TryLock(string root, string name)
    {
        try
        {
            var path = System.IO.Path.Combine(root, name + ".lock");
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void RemoveForgotten(string root, TimeProvider time)
    {
        foreach (var folder in new DirectoryInfo(root).EnumerateDirectories())
        {
            if (time.GetUtcNow() - folder.LastWriteTimeUtc < Kept)
            {
                continue;
            }

            using var taken = TryLock(root, folder.Name);
            if (taken is not null)
            {
                folder.Delete(recursive: true);
            }
        }
    }
}
