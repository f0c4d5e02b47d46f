using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Ruying.Api.Backups;

/// <summary>Reads the files of a backup, one after the other; its list may come at any place.</summary>
internal static class BackupReader
{
    /// <summary>Names and contents; a content is read before the next is asked for.</summary>
    /// <param name="source">The archive or the folder.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static IAsyncEnumerable<(string Name, Stream Content)> ReadAsync(string source, CancellationToken cancellationToken) =>
        Directory.Exists(source) ? ReadFolderAsync(source, cancellationToken) : ReadArchiveAsync(source, cancellationToken);

    private static async IAsyncEnumerable<(string Name, Stream Content)> ReadFolderAsync(
        string source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var path in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true);
            yield return (Path.GetRelativePath(source, path), file);
        }
    }

    private static async IAsyncEnumerable<(string Name, Stream Content)> ReadArchiveAsync(
        string source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true);
        await using var plain = new GZipStream(file, CompressionMode.Decompress);
        await using var tar = new TarReader(plain);
        while (await tar.GetNextEntryAsync(cancellationToken: cancellationToken) is { } entry)
        {
            // Folders come with their files; somebody may have packed the archive again.
            if (entry.EntryType == TarEntryType.Directory)
            {
                continue;
            }

            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
            {
                throw new InvalidDataException($"it holds {entry.Name}, which is no file");
            }

            yield return (entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name, entry.DataStream ?? Stream.Null);
        }
    }
}
