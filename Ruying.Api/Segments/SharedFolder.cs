namespace Ruying.Api.Segments;

/// <summary>Where a helper renders: the folder that all share, or one of its own, which goes with this.</summary>
/// <param name="path">The video's folder.</param>
/// <param name="own">What is removed at the end; null for nothing.</param>
public sealed class SharedFolder(string path, string? own) : IDisposable
{
    public string Path => path;

    public void Dispose()
    {
        if (own is null || !Directory.Exists(own))
        {
            return;
        }

        Directory.Delete(own, recursive: true);
        var work = System.IO.Path.GetDirectoryName(own)!;
        if (!Directory.EnumerateFileSystemEntries(work).Any())
        {
            Directory.Delete(work);
        }
    }
}
