using Ruying.Api.Data;
using Ruying.Api.Problems;
using Ruying.Api.Storage;

namespace Ruying.Api.Uploads;

/// <summary>
/// Finished uploads become files of an avatar or a video: taken first, so that nobody else gets them, then moved, then removed from the table in the
/// transaction that adds the avatar or video. What ends before that is undone, after a crash at the next start (<see cref="UploadSweep"/>).
/// </summary>
public sealed class UploadUse(UploadStore store, IFileStore files, DataFolder data)
{
    /// <summary>Takes an upload for an avatar or a video.</summary>
    /// <param name="id">The upload; null where none was named.</param>
    /// <param name="sent">The file that came in its place, or null.</param>
    /// <param name="name">Its file's new name: one of the avatar or video that is about to be made.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <returns>The upload, or null where none was named.</returns>
    /// <exception cref="RequestException"><c>upload.both</c>, <c>upload.unknown</c>, <c>upload.not_finished</c>, <c>upload.in_use</c>.</exception>
    public async Task<UsedUpload?> TakeAsync(string? id, UploadedFile? sent, string name, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(id))
        {
            return null;
        }

        if (sent is not null)
        {
            throw RequestException.Invalid("upload.both", "Send a file or name an upload, not both.");
        }

        if (!await store.TryUseAsync(id, name[StoreNames.AllUploads.Length..], cancellationToken))
        {
            var found = await store.RequireAsync(id, cancellationToken);
            throw found.FinishedAt is null
                ? RequestException.Conflict("upload.not_finished", "The upload is not whole yet; send the rest of it first.")
                : UploadService.InUse();
        }

        var used = new UsedUpload(this, await store.RequireAsync(id, cancellationToken), name);
        try
        {
            await files.RenameAsync(StoreNames.Upload(id), name, cancellationToken);
            return used;
        }
        catch
        {
            await used.DisposeAsync();
            throw;
        }
    }

    internal async Task GiveBackAsync(UploadRow upload, string name, CancellationToken cancellationToken)
    {
        if (await files.FindAsync(name, cancellationToken) is not null)
        {
            await files.RenameAsync(name, StoreNames.Upload(upload.Id), cancellationToken);
        }

        await store.GiveBackAsync(upload.Id, cancellationToken);
    }

    internal Task RemoveAsync(UploadRow upload) => store.RemoveUsedAsync(upload.Id, CancellationToken.None);

    internal void Clear(string id) => data.RemoveUpload(id);
}
