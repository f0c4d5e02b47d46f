namespace Ruying.Api.Storage;

/// <summary>What is written survives a loss of power; a row of the database that tells of it comes later.</summary>
internal static class OnDisk
{
    /// <summary>Waits until a file's bytes are on the disk (fsync).</summary>
    public static void Flush(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>The same of all files below a folder.</summary>
    public static void FlushFolder(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            Flush(file);
        }
    }
}
