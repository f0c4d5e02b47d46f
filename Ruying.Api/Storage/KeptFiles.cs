using System.Collections.Concurrent;

namespace Ruying.Api.Storage;

/// <summary>What is kept of avatars, videos and jobs, in the store and on this machine.</summary>
public sealed class KeptFiles(IFileStore store, DataFolder data, ILogger<KeptFiles> logger)
{
    /// <summary>Questions that a store far away is asked at once.</summary>
    private const int AtOnce = 16;

    /// <summary>Gives the store what arrived here for an avatar or a video, or as an upload.</summary>
    public async Task PublishUploadAsync(string subjectId, CancellationToken cancellationToken)
    {
        if (IsElsewhere && Directory.Exists(data.UploadFolder(subjectId)))
        {
            foreach (var file in Directory.GetFiles(data.UploadFolder(subjectId)))
            {
                await store.MoveAsync(file, StoreNames.Upload(subjectId, Path.GetFileName(file)), cancellationToken);
            }

            data.RemoveUpload(subjectId);
        }
    }

    /// <summary>Gives a store that is elsewhere an upload whose last byte has come; it stays here too, until <see cref="ReleaseUpload"/>.</summary>
    public async Task PutUploadAsync(string uploadId, Func<Stream> open)
    {
        if (IsElsewhere)
        {
            await using var content = open();
            await store.PutAsync(content, StoreNames.Upload(uploadId), CancellationToken.None);
        }
    }

    /// <summary>An upload that the store has need not be here as well.</summary>
    public void ReleaseUpload(string uploadId)
    {
        if (IsElsewhere)
        {
            data.RemoveUpload(uploadId);
        }
    }

    public async Task RemoveUploadAsync(string subjectId, CancellationToken cancellationToken)
    {
        data.RemoveUpload(subjectId);
        await store.DeleteAsync(StoreNames.Uploads(subjectId), cancellationToken);
    }

    public Task RemoveAvatarAsync(string avatarId, CancellationToken cancellationToken) => store.DeleteAsync(StoreNames.Avatar(avatarId), cancellationToken);

    public Task RemoveVideoAsync(string videoId, CancellationToken cancellationToken) => store.DeleteAsync(StoreNames.VideoFiles(videoId), cancellationToken);

    /// <summary>Removes all of a job's unfinished work.</summary>
    public async Task RemoveWorkAsync(string jobId, CancellationToken cancellationToken)
    {
        data.RemoveWork(jobId);
        await store.DeleteAsync(StoreNames.Work(jobId), cancellationToken);
    }

    /// <summary>Removes all that is left of an avatar or a video whose rows are gone, and of its job; what cannot be removed now goes with a later sweep.</summary>
    public Task ForgetAsync(string subjectId, string jobId) => TryAsync($"{subjectId} and job {jobId}", async () =>
    {
        data.RemoveJob(jobId);
        await RemoveAvatarAsync(subjectId, CancellationToken.None);
        await RemoveVideoAsync(subjectId, CancellationToken.None);
        await RemoveUploadAsync(subjectId, CancellationToken.None);
        await RemoveWorkAsync(jobId, CancellationToken.None);
    });

    /// <summary>Removes what came for something that is not to be, or an upload that nobody knows any more.</summary>
    public Task DropUploadAsync(string subjectId) => TryAsync($"upload {subjectId}", () => RemoveUploadAsync(subjectId, CancellationToken.None));

    /// <summary>Removes what a job that succeeded needs no more.</summary>
    public Task ClearAsync(string subjectId, string jobId) => TryAsync($"the work of job {jobId}", async () =>
    {
        await RemoveWorkAsync(jobId, CancellationToken.None);
        await RemoveUploadAsync(subjectId, CancellationToken.None);
    });

    /// <summary>Bytes of all files whose names begin with one of these.</summary>
    public async Task<long> SizeAsync(IEnumerable<string> prefixes, CancellationToken cancellationToken)
    {
        var sizes = new ConcurrentBag<long>();
        await Parallel.ForEachAsync(
            prefixes,
            new ParallelOptions { MaxDegreeOfParallelism = IsElsewhere ? AtOnce : 1, CancellationToken = cancellationToken },
            async (prefix, token) => sizes.Add(await store.ListAsync(prefix, token).Select(file => file.Length).SumAsync(token)));
        return sizes.Sum();
    }

    /// <summary>Bytes of what was uploaded for an avatar or a video, or of an upload, in the store and on its way there.</summary>
    public async Task<long> UploadSizeAsync(string subjectId, CancellationToken cancellationToken) =>
        FolderSize.Of(data.UploadFolder(subjectId)) + (IsElsewhere ? await SizeAsync([StoreNames.Uploads(subjectId)], cancellationToken) : 0);

    /// <summary>Bytes of a job's unfinished work, on this machine and shared.</summary>
    public async Task<long> WorkSizeAsync(string jobId, CancellationToken cancellationToken) =>
        FolderSize.Of(data.WorkFolder(jobId)) + (IsElsewhere ? await SizeAsync([StoreNames.Work(jobId)], cancellationToken) : 0);

    private bool IsElsewhere => store.PathOf(StoreNames.AllUploads) is null;

    private async Task TryAsync(string what, Func<Task> remove)
    {
        try
        {
            await remove();
        }
        catch (Exception exception) when (exception is StorageException or IOException or UnauthorizedAccessException)
        {
            // The rows are right; the files go when the servers sweep.
            logger.LogWarning(exception, "Files of {What} were not removed", what);
        }
    }
}
