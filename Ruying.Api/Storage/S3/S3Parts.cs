using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace Ruying.Api.Storage.S3;

/// <summary>
/// Large objects, in parts of which some are on their way at once. The object is there when all parts are; where that fails the parts go.
/// The SDK's own transfer leaves them where it is cancelled.
/// </summary>
internal sealed class S3Parts(IAmazonS3 client, string bucket)
{
    private const int AtOnce = 3;

    /// <summary>S3 takes no more parts of one object.</summary>
    private const int Most = 10_000;

    /// <summary>Sends a stream; memory is that of the parts on their way.</summary>
    /// <param name="name">The object.</param>
    /// <param name="content">At its beginning.</param>
    /// <param name="partLength">Bytes of a part, where that many will do.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task PutAsync(string name, Stream content, long partLength, CancellationToken cancellationToken)
    {
        var length = (int)Math.Max(partLength, (content.Length / Most) + 1);
        return SendAsync(name, ReadAsync(content, length, cancellationToken), SendPartAsync, cancellationToken);

        async Task<string> SendPartAsync(string upload, int number, ArraySegment<byte> bytes, CancellationToken token)
        {
            try
            {
                using var part = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
                var request = new UploadPartRequest { BucketName = bucket, Key = name, UploadId = upload, PartNumber = number, InputStream = part, PartSize = bytes.Count };
                return (await client.UploadPartAsync(request, token)).ETag;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(bytes.Array!);
            }
        }
    }

    /// <summary>Copies an object within the bucket.</summary>
    /// <param name="file">The object.</param>
    /// <param name="newName">The copy.</param>
    /// <param name="partLength">Bytes of a part.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task CopyAsync(StoredFile file, string newName, long partLength, CancellationToken cancellationToken)
    {
        var starts = Enumerable.Range(0, (int)((file.Length + partLength - 1) / partLength)).Select(i => (i + 1, i * partLength));
        return SendAsync(newName, starts.ToAsyncEnumerable(), CopyPartAsync, cancellationToken);

        async Task<string> CopyPartAsync(string upload, int number, long first, CancellationToken token)
        {
            var request = new CopyPartRequest
            {
                SourceBucket = bucket,
                SourceKey = file.Name,
                DestinationBucket = bucket,
                DestinationKey = newName,
                UploadId = upload,
                PartNumber = number,
                FirstByte = first,
                LastByte = Math.Min(first + partLength, file.Length) - 1,
            };
            return (await client.CopyPartAsync(request, token)).ETag;
        }
    }

    private static async IAsyncEnumerable<(int Number, ArraySegment<byte> Bytes)> ReadAsync(Stream content, int length, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)
        {
            var bytes = ArrayPool<byte>.Shared.Rent(length);
            var count = await content.ReadAtLeastAsync(bytes.AsMemory(0, length), length, throwOnEndOfStream: false, cancellationToken);
            if (count > 0)
            {
                yield return (number, new ArraySegment<byte>(bytes, 0, count));
            }

            if (count < length)
            {
                yield break;
            }
        }
    }

    private async Task SendAsync<T>(
        string name, IAsyncEnumerable<(int Number, T What)> parts, Func<string, int, T, CancellationToken, Task<string>> send, CancellationToken cancellationToken)
    {
        // Not to be cut short: one whose id nobody heard could not be aborted.
        cancellationToken.ThrowIfCancellationRequested();
        var upload = (await client.InitiateMultipartUploadAsync(bucket, name, CancellationToken.None)).UploadId;
        try
        {
            var sent = new ConcurrentBag<PartETag>();
            await Parallel.ForEachAsync(
                parts,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (part, token) => sent.Add(new PartETag(part.Number, await send(upload, part.Number, part.What, token))));
            await client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = bucket, Key = name, UploadId = upload, PartETags = [.. sent.OrderBy(part => part.PartNumber)] }, cancellationToken);
        }
        catch
        {
            await TryAbortAsync(name, upload);
            throw;
        }
    }

    private async Task TryAbortAsync(string name, string upload)
    {
        try
        {
            await client.AbortMultipartUploadAsync(bucket, name, upload, CancellationToken.None);
        }
        catch (Exception exception) when (S3Errors.Of(exception, name) is not null)
        {
            // What went wrong is known; the daily sweep removes the parts.
        }
    }
}
