namespace Ruying.Api.Storage;

/// <summary>How much lies on disk.</summary>
internal static class FolderSize
{
    /// <summary>Bytes of a file, or of all files in a folder; 0 where there is neither.</summary>
    public static long Of(string path)
    {
        try
        {
            return File.Exists(path)
                ? new FileInfo(path).Length
                : new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        }
        catch (IOException)
        {
            // Gone while it was counted, or never there.
            return 0;
        }
    }
}
