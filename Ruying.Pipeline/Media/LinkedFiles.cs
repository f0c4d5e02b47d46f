namespace Ruying.Pipeline.Media;

/// <summary>
/// A temporary folder through which ffmpeg reaches files under names that we made: a quote in a user's file name
/// would break out of its argument.
/// </summary>
internal sealed class LinkedFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ruying-");
    private int _count;

    /// <summary>A safe name for a file that is there.</summary>
    /// <exception cref="FootageException"><c>file.missing</c>.</exception>
    public string Input(string path)
    {
        if (!File.Exists(path))
        {
            throw new FootageException("file.missing", $"There is no file at {path}: check the name and try again.");
        }

        return Link(path);
    }

    /// <summary>A safe name for a folder to write into.</summary>
    public string Folder(string path)
    {
        Directory.CreateDirectory(path);
        return Link(path);
    }

    /// <summary>A safe name for a file that ffmpeg will write.</summary>
    /// <param name="path">Where it will be, in the folder that it names.</param>
    /// <param name="partial">The real path of the unfinished file, to rename or delete.</param>
    public string Output(string path, out string partial)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var name = $".{Guid.NewGuid():N}.partial";
        partial = Path.Combine(folder, name);
        return Path.Combine(Folder(folder), name);
    }

    /// <summary>A file of our own in the temporary folder.</summary>
    public string Scratch(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A few links in the system's temporary folder; not worth failing a job.
        }
    }

    private string Link(string path)
    {
        var link = Path.Combine(_folder.FullName, $"f{_count++}");
        File.CreateSymbolicLink(link, Path.GetFullPath(path));
        return link;
    }
}
