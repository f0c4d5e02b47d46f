using Ruying.Api.Data;
using Ruying.Api.Problems;
using Ruying.Api.Storage;

namespace Ruying.Api.Uploads;

/// <summary>
/// Finished uploads become files of an avatar or a video: taken first, so that nobody else gets them, then moved, then removed from the table in the
/// transaction that adds the avatar or video. What ends before that is undone, after a crash at the next start (<see cref="UploadSweep"/>).
/// </summary>
public sealed class UploadUse(UploadStore store, DataFolder data)
{
    /// <summary>Takes an upload for an avatar or a video.</summary>
    /// <param name="id">The upload; null where none was named.</param>
    /// <param name="sent">The file that came in its place, or null.</param>
    /// <param name="path">Where its file goes: a place of the avatar or video that is about to be made.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <returns>The upload, or null where none was named.</returns>
    /// <exception cref="RequestException"><c>upload.both</c>, <c>upload.unknown</c>, <c>upload.not_finished</c>, <c>upload.in_use</c>.</exception>
    public async Task<UsedUpload?> TakeAsync(string? id, UploadedFile? sent, string path, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(id))
        {
            return null;
        }

        if (sent is not null)
        {
            throw RequestException.Invalid("upload.both", "Send a file or name an upload, not both.");
        }

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
            return used;
        }
        catch
        {
            await used.DisposeAsync();
            throw;
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
