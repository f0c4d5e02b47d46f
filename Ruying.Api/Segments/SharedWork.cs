using Ruying.Api.Storage;
using Ruying.Pipeline.Videos.Segments;

namespace Ruying.Api.Segments;

/// <summary>
/// What several workers need of a video's unfinished work: its plan and its segments. Where all share one folder they have it; where a store is
/// elsewhere it goes by way of that.
/// </summary>
public sealed class SharedWork(IFileStore store, DataFolder data)
{
    /// <summary>Brings what earlier attempts at a job shared, wherever they ran.</summary>
    /// <exception cref="StorageException">The store did not answer.</exception>
    public async Task BringAsync(string jobId, CancellationToken cancellationToken)
    {
        if (!IsElsewhere)
        {
            return;
        }

        var prefix = StoreNames.Work(jobId);
        var files = await store.ListAsync(prefix, cancellationToken).Select(file => file.Name[prefix.Length..]).ToListAsync(cancellationToken);

        // The order was put last: without it the rest is not whole.
        foreach (var folder in files.Where(file => Path.GetFileName(file) == RenderOrder.FileName).Select(file => Path.GetDirectoryName(file)!))
        {
            foreach (var file in files.Where(file => Path.GetDirectoryName(file) == folder))
            {
                await BringAsync(jobId, folder, Path.GetFileName(file), Path.Combine(data.Stages(jobId), folder), cancellationToken);
            }
        }
    }

    /// <summary>Shares what others must have before they can render segments.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="folder">The video's folder among the job's stages, its path.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="StorageException">The store did not answer.</exception>
    public async Task PutPlanAsync(string jobId, string folder, CancellationToken cancellationToken)
    {
        if (IsElsewhere)
        {
            foreach (var file in RenderOrder.Read(folder).Files.Reverse())
            {
                await PutAsync(jobId, folder, file, cancellationToken);
            }
        }
    }

    /// <summary>Shares a segment.</summary>
    /// <exception cref="StorageException">The store did not answer.</exception>
    public Task PutSegmentAsync(string jobId, string folder, int segment, CancellationToken cancellationToken) =>
        IsElsewhere ? PutAsync(jobId, folder, NameOf(folder, segment), cancellationToken) : Task.CompletedTask;

    /// <summary>Brings a segment that another worker shared.</summary>
    /// <exception cref="StorageException">The store did not answer, or has none.</exception>
    public Task BringSegmentAsync(string jobId, string folder, int segment, CancellationToken cancellationToken) =>
        IsElsewhere ? BringAsync(jobId, Path.GetFileName(folder), NameOf(folder, segment), folder, cancellationToken) : Task.CompletedTask;

    /// <summary>Shares what was rendered last, for people to see.</summary>
    /// <exception cref="StorageException">The store did not answer.</exception>
    public async Task PutLatestAsync(string jobId, string folder, CancellationToken cancellationToken)
    {
        if (IsElsewhere && File.Exists(Path.Combine(folder, LatestFrame.FileName)))
        {
            await PutAsync(jobId, folder, LatestFrame.FileName, cancellationToken);
        }
    }

    /// <summary>What was rendered last of a job's video, a JPEG; null while there is nothing.</summary>
    /// <exception cref="StorageException">The store did not answer.</exception>
    public async Task<byte[]?> FindLatestAsync(string jobId, CancellationToken cancellationToken)
    {
        try
        {
            if (!IsElsewhere)
            {
                var stages = new DirectoryInfo(data.Stages(jobId));
                var latest = stages.Exists ? stages.EnumerateFiles(LatestFrame.FileName, SearchOption.AllDirectories).MaxBy(file => file.LastWriteTimeUtc) : null;
                return latest is null ? null : await File.ReadAllBytesAsync(latest.FullName, cancellationToken);
            }

            var files = await store.ListAsync(StoreNames.Work(jobId), cancellationToken).Where(file => Path.GetFileName(file.Name) == LatestFrame.FileName).ToListAsync(cancellationToken);
            if (files.MaxBy(file => file.Modified) is not { } shared)
            {
                return null;
            }

            await using var content = await store.OpenAsync(shared.Name, 0, null, cancellationToken);
            using var picture = new MemoryStream();
            await content.CopyToAsync(picture, cancellationToken);
            return picture.ToArray();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or StorageException { Code: "storage.missing" })
        {
            // The job has just ended.
            return null;
        }
    }

    /// <summary>A folder to render segments in for another worker.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="folder">The video's folder among the job's stages, its name.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="StorageException">The store did not answer.</exception>
    public async Task<SharedFolder> OpenAsync(string jobId, string folder, CancellationToken cancellationToken)
    {
        if (!IsElsewhere)
        {
            return new SharedFolder(Path.Combine(data.Stages(jobId), folder), null);
        }

        var own = Path.Combine(data.WorkFolder(jobId), $"help-{Guid.NewGuid():N}");
        var opened = new SharedFolder(Path.Combine(own, folder), own);
        try
        {
            await BringAsync(jobId, folder, RenderOrder.FileName, opened.Path, cancellationToken);
            foreach (var file in RenderOrder.Read(opened.Path).Files)
            {
                await BringAsync(jobId, folder, file, opened.Path, cancellationToken);
            }

            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private bool IsElsewhere => store.PathOf(StoreNames.AllWork) is null;

    private static string Name(string jobId, string folder, string file) => $"{StoreNames.Work(jobId)}{folder}/{file}";

    private Task PutAsync(string jobId, string folder, string file, CancellationToken cancellationToken) =>
        store.PutAsync(Path.Combine(folder, file), Name(jobId, Path.GetFileName(folder), file), cancellationToken);

    private static string NameOf(string folder, int segment) => SegmentBoard.NameOf(segment, RenderOrder.Read(folder).Picture.Format);

    private async Task BringAsync(string jobId, string folder, string file, string to, CancellationToken cancellationToken)
    {
        var path = Path.Combine(to, file);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(to);
            await store.GetAsync(Name(jobId, folder, file), path, cancellationToken);
        }
    }
}
