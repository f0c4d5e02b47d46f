using Ruying.Api.Data;
using Ruying.Api.Problems;
using Ruying.Api.Storage;

namespace Ruying.Api.Uploads;

/// <summary>
/// Finished uploads become files of an avatar or a video: taken first, so that nobody else gets them, then moved, then removed from the table in the
/// transaction that adds the avatar or video. What ends before that is undone, after a crash at the next start.
/// </summary>
public sealed class UploadUse(UploadStore store, DataFolder data, ILogger<UploadUse> logger)
{
    /// <summary>Takes an upload for an avatar or a video.</summary>
    /// <param name="id">The upload.</param>
    /// <param name="subjectId">The avatar or video that is about to be made.</param>
    /// <param name="path">Where its file goes.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <exception cref="RequestException"><c>upload.unknown</c>, <c>upload.not_finished</c>, <c>upload.in_use</c>.</exception>
    public async Task<UsedUpload> TakeAsync(string id, string path, CancellationToken cancellationToken)
    {
        if (!await store.TryUseAsync(id, Path.GetRelativePath(data.Uploads, path), cancellationToken))
        {
            var found = await store.RequireAsync(id, cancellationToken);
            throw found.FinishedAt is null
                ? RequestException.Conflict("upload.not_finished", "The upload is not whole yet; send the rest of it first.")
                : UploadService.InUse();
        }

        var used = new UsedUpload(this, await store.RequireAsync(id, cancellationToken), path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(data.Upload(id), path);
        }
        catch (Exception exception)
        {
            await used.DisposeAsync();
            throw exception is FileNotFoundException or DirectoryNotFoundException ? UploadStore.Unknown() : exception;
        }

        return used;
    }

    /// <summary>At the start: uploads that were being taken when the service ended are there for another try.</summary>
    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        foreach (var upload in await store.ListAllAsync(cancellationToken))
        {
            if (upload.UsedAs is { } place)
            {
                await GiveBackAsync(upload, Path.Combine(data.Uploads, place), cancellationToken);
                logger.LogInformation("Upload {Upload} can be used again", upload.Id);
            }
        }
    }

    internal async Task GiveBackAsync(UploadRow upload, string path, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
        {
            Directory.CreateDirectory(data.UploadFolder(upload.Id));
            File.Move(path, data.Upload(upload.Id));
        }

        await store.GiveBackAsync(upload.Id, cancellationToken);
    }

    internal void Clear(string id) => data.RemoveUpload(id);
}
