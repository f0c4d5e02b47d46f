using System.Formats.Tar;
using System.IO.Compression;

namespace Ruying.Api.Backups;

/// <summary>A <c>.tar.gz</c>, readable by its owner only: it holds the keys of forms and sign-in.</summary>
internal sealed class ArchiveTarget : IBackupTarget
{
    private readonly string _path;
    private readonly string _partial;
    private readonly FileStream _file;
    private readonly GZipStream _compressed;
    private readonly TarWriter _tar;

    public ArchiveTarget(string path)
    {
        _path = path;
        _partial = path + ".partial";
        _file = new FileStream(_partial, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });

        // Videos and pictures hardly shrink: more effort would cost time and gain nothing.
        _compressed = new GZipStream(_file, CompressionLevel.Fastest, leaveOpen: true);
        _tar = new TarWriter(_compressed, TarEntryFormat.Pax, leaveOpen: true);
    }

    public Task AddAsync(string path, Stream content, CancellationToken cancellationToken) =>
        _tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = content }, cancellationToken);

    public async Task CompleteAsync()
    {
        await _tar.DisposeAsync();
        await _compressed.DisposeAsync();
        _file.Flush(flushToDisk: true);
        File.Move(_partial, _path);
    }

    public async ValueTask DisposeAsync()
    {
        await _tar.DisposeAsync();
        await _compressed.DisposeAsync();
        await _file.DisposeAsync();
        File.Delete(_partial);
    }
}
