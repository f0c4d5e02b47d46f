namespace Ruying.Cli.Output;

/// <summary>Refuses a place for results before any work starts, rather than after all of it.</summary>
internal static class OutputCheck
{
    /// <summary>A folder to be made: absent or empty.</summary>
    public static string NewFolder(string path)
    {
        var full = Path.GetFullPath(path);
        if (File.Exists(full))
        {
            throw new UsageException("output.is_a_file", $"'{path}' is a file: give --out the name of a new folder.");
        }

        if (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any())
        {
            throw new UsageException("output.not_empty", $"The folder '{path}' is not empty: give --out the name of a new folder.");
        }

        Writable(full, "--out");
        return full;
    }

    /// <summary>A folder that is absent, empty, or holds a file that shows it to be an earlier result of ours.</summary>
    public static string NewFolderOrOurs(string path, string marker) =>
        File.Exists(Path.Combine(path, marker)) ? Writable(Path.GetFullPath(path), "--out") : NewFolder(path);

    /// <summary>Whether a video of that name is a WebM.</summary>
    public static bool IsWebM(string path) => Path.GetExtension(path).Equals(".webm", StringComparison.OrdinalIgnoreCase);

    /// <summary>An MP4 or WebM to be written; one that exists is replaced.</summary>
    public static string Video(string path) => Video(path, webM: true);

    /// <summary>An MP4 to be written; one that exists is replaced.</summary>
    public static string Mp4(string path) => Video(path, webM: false);

    private static string Video(string path, bool webM)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new UsageException("output.is_a_folder", $"'{path}' is a folder: give --out the name of a file, such as '{Path.Combine(path, "video.mp4")}'.");
        }

        if (!Path.GetExtension(full).Equals(".mp4", StringComparison.OrdinalIgnoreCase) && !(webM && IsWebM(full)))
        {
            throw new UsageException("output.not_mp4", $"Videos are written as MP4{(webM ? " or WebM" : "")}: let --out end in .mp4 ('{Path.ChangeExtension(path, ".mp4")}').");
        }

        Writable(Path.GetDirectoryName(full)!, "--out");
        return full;
    }

    /// <summary>Whether files can be made in the folder, or in the nearest folder above it that exists.</summary>
    public static string Writable(string folder, string what)
    {
        var full = Path.GetFullPath(folder);
        var nearest = full;
        while (!Directory.Exists(nearest))
        {
            if (File.Exists(nearest))
            {
                throw new UsageException("output.not_writable", $"'{nearest}' is a file, so {what} cannot lie below it: choose another place.");
            }

            nearest = Path.GetDirectoryName(nearest)!;
        }

        try
        {
            using var probe = new FileStream(
                Path.Combine(nearest, $".ruying-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException("output.not_writable", $"Nothing can be written to '{nearest}' ({what}): choose another place or mend its permissions.", exception);
        }

        return full;
    }
}
