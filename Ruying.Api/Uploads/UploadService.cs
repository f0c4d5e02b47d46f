using Ruying.Api.Data;
using Ruying.Api.Problems;
using Ruying.Api.Security;
using Ruying.Api.Storage;
using Ruying.Api.Uploads.Tus;

namespace Ruying.Api.Uploads;

/// <summary>What clients may do with files that they sent, and that nothing was made of yet.</summary>
public sealed class UploadService(UploadStore store, UploadReader reader, UploadExpiry expiry, QuotaGuard quota, KeptFiles kept, DataFolder data, TimeProvider time)
{
    /// <summary>Takes a file (<c>file</c>) from a multipart form and keeps it.</summary>
    /// <exception cref="RequestException">What <see cref="UploadReader.ReadAsync"/> throws, <c>upload.missing</c>.</exception>
    public async Task<UploadResponse> CreateAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var id = Ids.New(time);
        var form = await reader.ReadAsync(request, id, "file", check: null, cancellationToken);
        try
        {
            var file = form.File ?? throw RequestException.Invalid("upload.missing", "No file was sent; choose one.");
            var now = time.GetUtcNow();
            var upload = new UploadRow { Id = id, Name = file.Name, Length = file.Length, CreatedAt = now, TouchedAt = now, FinishedAt = now };
            using var room = await quota.OpenAsync(Caller.Require(request.HttpContext.User), file.Length, cancellationToken);
            await kept.PublishUploadAsync(id, cancellationToken);
            await store.AddAsync(upload, cancellationToken);
            return Describe(upload);
        }
        catch
        {
            await kept.DropUploadAsync(id);
            throw;
        }
    }

    public async Task<ListPage<UploadResponse>> ListAsync(int? limit, string? before, CancellationToken cancellationToken) =>
        Paging.Of(await store.ListAsync(Paging.Limit(limit) + 1, before, cancellationToken), Paging.Limit(limit), u => u.Id, Describe);

    /// <exception cref="RequestException"><c>upload.unknown</c>.</exception>
    public async Task<UploadResponse> GetAsync(string id, CancellationToken cancellationToken) => Describe(await store.RequireAsync(id, cancellationToken));

    /// <summary>Deletes an upload, finished or not.</summary>
    /// <exception cref="RequestException"><c>upload.unknown</c>, <c>upload.locked</c> while bytes arrive, <c>upload.in_use</c>.</exception>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        var upload = await store.RequireAsync(id, cancellationToken);

        // Whoever writes to it must not find it gone.
        using var file = upload.FinishedAt is null ? await PartialFiles.OpenAsync(data.PartialUpload(id), time, cancellationToken) : null;
        if (!await store.TryRemoveAsync(id, cancellationToken))
        {
            throw InUse();
        }

        await kept.DropUploadAsync(id);
    }

    internal static RequestException InUse() => RequestException.Conflict("upload.in_use", "Something is being made of this upload.");

    private UploadResponse Describe(UploadRow upload) => new(
        upload.Id,
        upload.Name,
        upload.FinishedAt is null ? UploadState.Receiving : UploadState.Ready,
        upload.Length,
        upload.FinishedAt is null ? PartialFile.CountedLength(data.PartialUpload(upload.Id)) : upload.Length,
        upload.CreatedAt,
        expiry.Of(upload));
}
