using System.Security.Cryptography;

namespace Ruying.Api.Backups;

/// <summary>Copies files of a data folder to a backup, each once, with its checksum.</summary>
internal sealed class BackupCopy(string root, IBackupTarget target)
{
    /// <summary>Up to here a file is read before it is hashed, so that one that grows meanwhile agrees with its checksum.</summary>
    private const int Small = 1 << 20;

    private readonly Dictionary<string, BackupFile> _files = new(StringComparer.Ordinal);

    public IReadOnlyList<BackupFile> Files => [.. _files.Values];

    /// <summary>What a path below the data folder is called in the backup.</summary>
    public string Name(string path) => Path.GetRelativePath(root, path);

    /// <summary>Whether a file, or anything of a folder, was copied.</summary>
    public bool Has(string path) =>
        _files.ContainsKey(Name(path)) || _files.Keys.Any(name => name.StartsWith(Name(path) + "/", StringComparison.Ordinal));

    /// <summary>Copies a file or a folder; what is not there, or goes meanwhile, is passed over.</summary>
    public async Task AddAsync(string path, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(path))
        {
            await TryAddFileAsync(path, cancellationToken);
            return;
        }

        List<string> inside;
        try
        {
            // Names that begin with a dot or end in .partial are not finished.
            inside = [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => !IsUnfinished(Path.GetRelativePath(path, file)))];
        }
        catch (DirectoryNotFoundException)
        {
            return;
        }

        foreach (var file in inside)
        {
            await TryAddFileAsync(file, cancellationToken);
        }
    }

    /// <summary>Copies a file from elsewhere.</summary>
    public async Task AddAsync(string path, string name, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, useAsync: true);
        if (file.Length > Small && Path.GetExtension(path) != ".log")
        {
            await AddAsync(name, file, cancellationToken);
            return;
        }

        using var whole = new MemoryStream();
        await file.CopyToAsync(whole, cancellationToken);
        whole.Position = 0;
        await AddAsync(name, whole, cancellationToken);
    }

    private async Task AddAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        var hash = await SHA256.HashDataAsync(content, cancellationToken);
        content.Position = 0;
        await target.AddAsync(name, content, cancellationToken);
        _files.Add(name, new BackupFile(name, content.Length, Convert.ToHexStringLower(hash)));
    }

    private async Task TryAddFileAsync(string path, CancellationToken cancellationToken)
    {
        if (_files.ContainsKey(Name(path)))
        {
            return;
        }

        try
        {
            await AddAsync(path, Name(path), cancellationToken);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // Deleted meanwhile, or never there.
        }
    }

    private static bool IsUnfinished(string relative) =>
        relative.Split('/').Any(part => part.StartsWith('.')) || relative.EndsWith(".partial", StringComparison.Ordinal);
}
