using System.Buffers;
using Microsoft.Extensions.Options;
using Ruying.Api.Data;
using Ruying.Api.Problems;
using Ruying.Api.Storage;
using Ruying.Api.Telemetry;

namespace Ruying.Api.Uploads.Tus;

/// <summary>Uploads that come in pieces, as the tus protocol has it.</summary>
public sealed class TusUploads(
    UploadStore store, KeptFiles kept, DataFolder data, QuotaGuard quota, UploadExpiry expiry, IOptions<ServiceOptions> options, ServiceMetrics metrics, TimeProvider time)
{
    private const int CopyBuffer = 128 << 10;

    /// <summary>Begins an upload.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="length">Bytes of the whole file.</param>
    /// <param name="metadata">The client's <c>Upload-Metadata</c>, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RequestException"><c>upload.empty</c>, <c>upload.too_large</c>, <c>upload.quota</c>, <c>disk.full</c>, <c>tus.metadata</c>.</exception>
    public async Task<UploadRow> CreateAsync(string owner, long length, string? metadata, CancellationToken cancellationToken)
    {
        var name = TusMetadata.Parse(metadata).FileName ?? "file";
        UploadReader.CheckLength(length, options.Value.UploadLimit);
        using var room = await quota.OpenAsync(owner, length, cancellationToken);
        if (new DriveInfo(data.Root).AvailableFreeSpace < length)
        {
            throw UploadReader.DiskFull();
        }

        var now = time.GetUtcNow();
        var upload = new UploadRow
        {
            Id = Ids.New(time),
            Name = name,
            Length = length,
            Metadata = string.IsNullOrWhiteSpace(metadata) ? null : metadata,
            CreatedAt = now,
            TouchedAt = now,
        };
        await store.AddAsync(upload, cancellationToken);
        return upload;
    }

    /// <summary>How far an upload is.</summary>
    /// <exception cref="RequestException"><c>upload.unknown</c>, <c>upload.expired</c>.</exception>
    public async Task<TusStand> FindAsync(string id, CancellationToken cancellationToken)
    {
        var upload = await RequireAsync(id, cancellationToken);
        if (upload.FinishedAt is not null)
        {
            return new TusStand(upload, upload.Length);
        }

        var counted = PartialFile.CountedLength(data.PartialUpload(id));
        return await SettleAsync(upload, counted, cancellationToken) ? new TusStand(upload, upload.Length) : new TusStand(upload, counted);
    }

    /// <summary>Finishes an upload whose bytes are all here though its row does not say so: the process ended at that moment.</summary>
    internal Task SettleAsync(UploadRow upload, CancellationToken cancellationToken) =>
        SettleAsync(upload, PartialFile.CountedLength(data.PartialUpload(upload.Id)), cancellationToken);

    private async Task<bool> SettleAsync(UploadRow upload, long counted, CancellationToken cancellationToken)
    {
        if (counted < upload.Length && !File.Exists(data.Upload(upload.Id)))
        {
            return false;
        }

        // Whoever has it open sees to it.
        using var file = PartialFile.TryOpen(data.PartialUpload(upload.Id));
        if (file is null || await store.FindAsync(upload.Id, cancellationToken) is not { } now)
        {
            return false;
        }

        upload.FinishedAt = now.FinishedAt;
        return await TryFinishAsync(upload, file);
    }

    /// <summary>Adds bytes to an upload; what came before the connection broke stays, except where a checksum is awaited.</summary>
    /// <param name="id">The upload.</param>
    /// <param name="offset">Where the client believes the bytes belong.</param>
    /// <param name="body">The bytes, not read yet.</param>
    /// <param name="announced">How many they are; null where nobody says.</param>
    /// <param name="checksum">What they must amount to, or null.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="RequestException"><c>upload.unknown</c>, <c>upload.expired</c>, <c>upload.locked</c>, <c>tus.offset_mismatch</c>, <c>upload.too_large</c>,
    /// <c>tus.checksum_mismatch</c>, <c>disk.full</c>.</exception>
    internal async Task<TusStand> AppendAsync(string id, long offset, Stream body, long? announced, TusChecksum? checksum, CancellationToken cancellationToken)
    {
        await RequireAsync(id, cancellationToken);
        using var file = await PartialFiles.OpenAsync(data.PartialUpload(id), time, cancellationToken);

        // Read again: it may have been finished or removed while this waited.
        if (await store.FindAsync(id, cancellationToken) is not { } upload)
        {
            data.RemoveUpload(id);
            throw UploadStore.Unknown();
        }

        var isWhole = await TryFinishAsync(upload, file);
        var here = isWhole ? upload.Length : file.Length;
        if (offset != here)
        {
            throw RequestException.Conflict("tus.offset_mismatch", $"The upload has {here} bytes, the request begins at {offset}; ask with HEAD and go on from there.");
        }

        if (announced > upload.Length - here)
        {
            throw TooMuch(upload);
        }

        await ReceiveAsync(upload, isWhole ? null : file, upload.Length - here, body, checksum, cancellationToken);
        isWhole = isWhole || await TryFinishAsync(upload, file);
        return new TusStand(upload, isWhole ? upload.Length : file.Length);
    }

    private async Task ReceiveAsync(UploadRow upload, PartialFile? file, long room, Stream body, TusChecksum? checksum, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBuffer);
        await using var ahead = file?.FlushAhead();
        try
        {
            if (checksum is not null)
            {
                file?.AwaitProof();
            }

            for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0; room -= read)
            {
                if (file is null || read > room)
                {
                    throw TooMuch(upload);
                }

                checksum?.Add(buffer.AsSpan(0, read));

                // What arrived is kept, whatever happens to the request.
                file.Append(buffer.AsSpan(0, read));
                ahead!.Wrote(read);
            }

            checksum?.Check();
            if (file is not null)
            {
                await ahead!.FinishAsync();
                file.Keep();
            }
        }
        catch (IOException exception) when (DiskErrors.IsFull(exception))
        {
            file?.TakeBack();
            throw UploadReader.DiskFull();
        }
        catch
        {
            file?.TakeBack();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            upload.TouchedAt = time.GetUtcNow();
            await store.TouchAsync(upload.Id, upload.TouchedAt, CancellationToken.None);
        }
    }

    /// <summary>Gives a whole file to the store and its place, then says so in its row; the row alone where the file has its place already.</summary>
    private async Task<bool> TryFinishAsync(UploadRow upload, PartialFile file)
    {
        if (upload.FinishedAt is not null || File.Exists(data.Upload(upload.Id)))
        {
            // Made by opening it.
            File.Delete(data.PartialUpload(upload.Id));
        }
        else if (file.Length == upload.Length)
        {
            // The store first: a file that has its name here needs nothing but its row.
            await kept.PutUploadAsync(upload.Id, file.Read);
            file.Publish(data.Upload(upload.Id));
        }
        else
        {
            return false;
        }

        if (upload.FinishedAt is null)
        {
            var now = time.GetUtcNow();
            await store.FinishAsync(upload.Id, now, CancellationToken.None);
            upload.FinishedAt = now;
            metrics.Uploaded(upload.Length);
        }

        kept.ReleaseUpload(upload.Id);

        return true;
    }

    private async Task<UploadRow> RequireAsync(string id, CancellationToken cancellationToken)
    {
        var upload = await store.RequireAsync(id, cancellationToken);
        return upload.FinishedAt is null && expiry.IsOver(upload)
            ? throw new RequestException(StatusCodes.Status410Gone, "upload.expired", "The upload was left for too long; send the file again.")
            : upload;
    }

    private static RequestException TooMuch(UploadRow upload) => new(
        StatusCodes.Status413PayloadTooLarge, "upload.too_large", $"The upload was announced with {upload.Length} bytes; more came than are missing.");
}
