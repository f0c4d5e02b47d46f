namespace Ruying.Api.Backups;

/// <summary>A folder that looks like the data folder, readable by its owner only.</summary>
internal sealed class FolderTarget : IBackupTarget
{
    private readonly string _path;
    private readonly string _partial;

    public FolderTarget(string path)
    {
        _path = path;
        _partial = path + ".partial";
        RemovePartial();
        Directory.CreateDirectory(_partial, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public async Task AddAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        var target = Path.Combine(_partial, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        await using var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, useAsync: true);
        await content.CopyToAsync(file, cancellationToken);
        file.Flush(flushToDisk: true);
    }

    public Task CompleteAsync()
    {
        // An empty folder of that name may be there.
        if (Directory.Exists(_path))
        {
            Directory.Delete(_path);
        }

        Directory.Move(_partial, _path);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        RemovePartial();
        return ValueTask.CompletedTask;
    }

    private void RemovePartial()
    {
        if (Directory.Exists(_partial))
        {
            Directory.Delete(_partial, recursive: true);
        }
    }
}
