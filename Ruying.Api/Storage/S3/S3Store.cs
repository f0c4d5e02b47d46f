using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;
using Microsoft.Extensions.Options;

namespace Ruying.Api.Storage.S3;

/// <summary>A bucket of an S3-compatible store: names are keys. What is large goes in parts, and is there once the last of them is.</summary>
public sealed class S3Store : IFileStore, IDisposable
{
    /// <summary>What is longer goes in parts of that length, or longer ones where they would be too many.</summary>
    private const long PartLength = 16L << 20;

    private const int DeletedAtOnce = 4;

    private readonly AmazonS3Client _client;
    private readonly AmazonS3Client _links;
    private readonly S3Parts _parts;
    private readonly S3Folders _folders;
    private readonly TimeProvider _time;
    private readonly S3Options _options;
    private readonly string _bucket;

    public S3Store(IOptions<ServiceOptions> options, DataFolder data, TimeProvider time)
    {
        (_options, _time) = (options.Value.S3, time);
        _bucket = _options.Bucket;
        _client = S3Clients.Create(_options, _options.Endpoint);
        _links = S3Clients.Create(_options, _options.PublicEndpoint.Length > 0 ? _options.PublicEndpoint : _options.Endpoint);
        _parts = new S3Parts(_client, _bucket);
        _folders = new S3Folders(this, Path.Combine(data.Cache, "store"), time);
        LinkOrigin = new Uri(_links.DetermineServiceOperationEndpoint(new GetObjectRequest { BucketName = _bucket, Key = "any" }).URL).GetLeftPart(UriPartial.Authority);
    }

    public string? LinkOrigin { get; }

    /// <summary>The longest file that is copied within the store in one step, in bytes; S3 allows 5 GiB.</summary>
    internal long LargestCopy { get; init; } = 1L << 30;

    public string? PathOf(string name) => null;

    public Task CheckAsync(CancellationToken cancellationToken) =>
        AskAsync(_bucket, () => _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket, MaxKeys = 1 }, cancellationToken));

    public async Task PutAsync(string path, string name, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, useAsync: true);
        await PutAsync(file, name, cancellationToken);
    }

    public Task PutAsync(Stream content, string name, CancellationToken cancellationToken) => AskAsync(name, async () =>
    {
        if (content.Length > PartLength)
        {
            await _parts.PutAsync(name, content, PartLength, cancellationToken);
        }
        else
        {
            await _client.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = name, InputStream = content, AutoCloseStream = false }, cancellationToken);
        }

        return true;
    });

    public async Task MoveAsync(string path, string name, CancellationToken cancellationToken)
    {
        await PutAsync(path, name, cancellationToken);
        File.Delete(path);
    }

    public Task MoveFolderAsync(string folder, string name, IReadOnlyList<string> parts, CancellationToken cancellationToken) =>
        _folders.MoveAsync(folder, name, parts, cancellationToken);

    public Task GetAsync(string name, string path, CancellationToken cancellationToken) => AskAsync(name, async () =>
    {
        using var response = await _client.GetObjectAsync(_bucket, name, cancellationToken);
        await WholeFile.WriteAsync(response.ResponseStream, path, isKept: false, cancellationToken);
        return true;
    });

    public async Task<string> BringAsync(string name, string path, CancellationToken cancellationToken)
    {
        var file = await FindAsync(name, cancellationToken) ?? throw StorageException.NotThere(name);
        if (new FileInfo(path) is not { Exists: true } here || here.Length != file.Length)
        {
            await GetAsync(name, path, cancellationToken);
        }

        return path;
    }

    public Task<string> BringFolderAsync(string name, IReadOnlyList<string> parts, CancellationToken cancellationToken) => _folders.BringAsync(name, parts, cancellationToken);

    public async Task<StoredFile?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var found = await AskAsync(name, () => _client.GetObjectMetadataAsync(_bucket, name, cancellationToken));
            return new StoredFile(name, found.ContentLength, found.ETag.Trim('"'), Moment(found.LastModified));
        }
        catch (StorageException exception) when (exception.Code == StorageException.Missing)
        {
            return null;
        }
    }

    public async Task<Stream> OpenAsync(string name, long offset, long? length, CancellationToken cancellationToken)
    {
        var isPart = offset > 0 || length is not null;
        var request = new GetObjectRequest
        {
            BucketName = _bucket,
            Key = name,
            ByteRange = isPart ? new ByteRange(offset, length is { } bytes ? offset + bytes - 1 : long.MaxValue) : null,
        };
        return (await AskAsync(name, () => _client.GetObjectAsync(request, cancellationToken))).ResponseStream;
    }

    public async IAsyncEnumerable<StoredFile> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = prefix, ContinuationToken = next };
            var page = await AskAsync(prefix, () => _client.ListObjectsV2Async(request, cancellationToken));
            foreach (var found in page.S3Objects ?? [])
            {
                yield return new StoredFile(found.Key, found.Size ?? 0, found.ETag.Trim('"'), Moment(found.LastModified));
            }

            next = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (next is not null);
    }

    public async Task RenameAsync(string name, string newName, CancellationToken cancellationToken)
    {
        var file = await FindAsync(name, cancellationToken) ?? throw StorageException.NotThere(name);
        await AskAsync(name, async () =>
        {
            if (file.Length > LargestCopy)
            {
                await _parts.CopyAsync(file, newName, LargestCopy, cancellationToken);
            }
            else
            {
                await _client.CopyObjectAsync(_bucket, name, _bucket, newName, cancellationToken);
            }

            return true;
        });
        await AskAsync(name, () => _client.DeleteObjectAsync(_bucket, name, cancellationToken));
    }

    public async Task DeleteAsync(string prefix, CancellationToken cancellationToken)
    {
        // One by one: deleting many in one request needs a checksum that older gateways do not know.
        var found = await ListAsync(prefix, cancellationToken).ToListAsync(cancellationToken);
        await Parallel.ForEachAsync(
            found,
            new ParallelOptions { MaxDegreeOfParallelism = DeletedAtOnce, CancellationToken = cancellationToken },
            async (file, token) => await AskAsync(file.Name, () => _client.DeleteObjectAsync(_bucket, file.Name, token)));
    }

    public async Task<Uri?> LinkAsync(string name, string contentType, string downloadName)
    {
        var disposition = new ContentDispositionHeaderValue("attachment") { FileNameStar = downloadName };
        var request = new GetPreSignedUrlRequest
        {
            BucketName = _bucket,
            Key = name,
            Verb = HttpVerb.GET,
            Expires = _time.GetUtcNow().UtcDateTime.AddSeconds(_options.LinkSeconds),
            Protocol = LinkOrigin!.StartsWith("https:", StringComparison.Ordinal) ? Protocol.HTTPS : Protocol.HTTP,
            ResponseHeaderOverrides = new ResponseHeaderOverrides { ContentType = contentType, ContentDisposition = disposition.ToString() },
        };
        return new Uri(await AskAsync(name, () => _links.GetPreSignedURLAsync(request)));
    }

    public Task SweepAsync(DateTimeOffset before, CancellationToken cancellationToken) => AskAsync(_bucket, async () =>
    {
        using var transfer = new TransferUtility(_client);
        await transfer.AbortMultipartUploadsAsync(_bucket, before.UtcDateTime, cancellationToken);
        return true;
    });

    public void Dispose()
    {
        _folders.Dispose();
        _client.Dispose();
        _links.Dispose();
    }

    private static DateTimeOffset Moment(DateTime? modified) => modified is { } time ? new DateTimeOffset(time.ToUniversalTime(), TimeSpan.Zero) : DateTimeOffset.MinValue;

    private static async Task<T> AskAsync<T>(string name, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception) when (S3Errors.Of(exception, name) is not null)
        {
            throw S3Errors.Of(exception, name)!;
        }
    }
}
