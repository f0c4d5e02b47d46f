using System.Formats.Tar;
using System.Text;
using Ruying.Api.Tags;

namespace Ruying.Api.Storage.S3;

/// <summary>
/// Folders in a store that knows files only: one archive, <c>NAME.tar</c>, so that a folder is there whole or not at all, and beside it those of its files
/// that are read and replaced alone, which count in place of the archive's. Copies are kept below the cache by what they hold, until none was used for a day.
/// </summary>
internal sealed class S3Folders(IFileStore store, string cache, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _one = new(1);

    public async Task MoveAsync(string folder, string name, IReadOnlyList<string> parts, CancellationToken cancellationToken)
    {
        var archive = folder + ".tar";
        File.Delete(archive);
        try
        {
            await TarFile.CreateFromDirectoryAsync(folder, archive, includeBaseDirectory: false, cancellationToken);
            await store.PutAsync(archive, Archive(name), cancellationToken);
            foreach (var part in parts.Where(part => File.Exists(Path.Combine(folder, part))))
            {
                await store.PutAsync(Path.Combine(folder, part), $"{name}/{part}", cancellationToken);
            }
        }
        finally
        {
            File.Delete(archive);
        }

        Directory.Delete(folder, recursive: true);
    }

    public async Task<string> BringAsync(string name, IReadOnlyList<string> parts, CancellationToken cancellationToken)
    {
        var tags = (await store.FindAsync(Archive(name), cancellationToken) ?? throw StorageException.NotThere(name)).Tag;
        List<string> apart = [];
        foreach (var part in parts)
        {
            if (await store.FindAsync($"{name}/{part}", cancellationToken) is { } file)
            {
                apart.Add(part);
                tags += $" {part} {file.Tag}";
            }
        }

        var place = Path.Combine(cache, EntityTags.Of(Encoding.UTF8.GetBytes(name)), EntityTags.Of(Encoding.UTF8.GetBytes(tags)));
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!Directory.Exists(place))
            {
                RemoveUnused();
                await FetchAsync(name, apart, place, cancellationToken);
            }

            Directory.SetLastWriteTimeUtc(place, time.GetUtcNow().UtcDateTime);
            return place;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private static string Archive(string name) => name + ".tar";

    private async Task FetchAsync(string name, IReadOnlyList<string> apart, string place, CancellationToken cancellationToken)
    {
        var arriving = $"{place}.{Guid.NewGuid():N}.partial";
        var archive = arriving + ".tar";
        try
        {
            Directory.CreateDirectory(arriving);
            await store.GetAsync(Archive(name), archive, cancellationToken);
            await TarFile.ExtractToDirectoryAsync(archive, arriving, overwriteFiles: true, cancellationToken);
            foreach (var part in apart)
            {
                await store.GetAsync($"{name}/{part}", Path.Combine(arriving, part), cancellationToken);
            }

            Directory.Move(arriving, place);
        }
        catch (IOException) when (Directory.Exists(place))
        {
            // Another server that shares this cache was first.
        }
        finally
        {
            File.Delete(archive);
            if (Directory.Exists(arriving))
            {
                Directory.Delete(arriving, recursive: true);
            }
        }
    }

    private void RemoveUnused()
    {
        var before = (time.GetUtcNow() - Kept).UtcDateTime;
        foreach (var folder in Directory.Exists(cache) ? Directory.GetDirectories(cache) : [])
        {
            foreach (var copy in Directory.GetDirectories(folder).Where(copy => Directory.GetLastWriteTimeUtc(copy) < before))
            {
                Directory.Delete(copy, recursive: true);
            }
        }
    }
}
