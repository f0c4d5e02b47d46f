using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Ruying.Client;

/// <summary>Files that are sent before something is made of them, by the tus 1.0 protocol: what has arrived stays when the connection breaks.</summary>
public sealed class UploadsClient
{
    private const string Tus = "uploads/tus";
    private const string Version = "1.0.0";

    /// <summary>Pauses before a broken connection is tried again; they begin anew whenever bytes have arrived.</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20)];

    private readonly ApiConnection _connection;

    internal UploadsClient(ApiConnection connection) => _connection = connection;

    /// <summary>Sends a file, and goes on by itself when the connection breaks.</summary>
    /// <param name="content">Its bytes, from the beginning; can be sought in.</param>
    /// <param name="fileName">Its name, to show.</param>
    /// <param name="progress">Hears how many bytes are there, after each try.</param>
    /// <param name="cancellationToken">Stops sending; what has arrived waits a day for <see cref="ResumeAsync"/>.</param>
    /// <returns>The upload's id.</returns>
    /// <exception cref="RuyingApiException">The service refused: <c>upload.too_large</c>, <c>upload.quota</c>, <c>disk.full</c>.</exception>
    /// <exception cref="HttpRequestException">The service could not be reached for long.</exception>
    public async Task<string> SendAsync(Stream content, string fileName, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var request = Request(HttpMethod.Post, Tus);
        request.Headers.Add("Upload-Length", content.Length.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Upload-Metadata", $"filename {Convert.ToBase64String(Encoding.UTF8.GetBytes(fileName))}");
        using var created = await _connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var id = created.Headers.Location!.OriginalString.Split('/')[^1];
        await ResumeAsync(id, content, progress, cancellationToken).ConfigureAwait(false);
        return id;
    }

    /// <summary>Sends what an upload that was begun lacks.</summary>
    /// <param name="id">The upload.</param>
    /// <param name="content">All of the file's bytes; can be sought in.</param>
    /// <param name="progress">Hears how many bytes are there, after each try.</param>
    /// <param name="cancellationToken">Stops sending.</param>
    /// <exception cref="RuyingApiException"><c>upload.unknown</c>, <c>upload.expired</c>, and what <see cref="SendAsync"/> tells.</exception>
    /// <exception cref="HttpRequestException">The service could not be reached for long.</exception>
    public async Task ResumeAsync(string id, Stream content, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        var (known, tries) = (-1L, 0);
        while (true)
        {
            try
            {
                var offset = await OffsetAsync(id, cancellationToken).ConfigureAwait(false);
                (known, tries) = offset > known ? (offset, 0) : (known, tries);
                progress?.Report(offset);
                if (offset == content.Length)
                {
                    return;
                }

                using var request = Request(HttpMethod.Patch, $"{Tus}/{Uri.EscapeDataString(id)}");
                request.Headers.Add("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture));
                request.Content = new StreamContent(new Rest(content, offset)) { Headers = { ContentType = new MediaTypeHeaderValue("application/offset+octet-stream") } };
                using var answer = await _connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (tries < Pauses.Length && CanPass(exception) && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(Pauses[tries++], cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What waits, the newest first.</summary>
    public IAsyncEnumerable<Upload> ListAsync(CancellationToken cancellationToken = default) => _connection.ListAsync<Upload>("uploads", cancellationToken);

    /// <summary>One upload.</summary>
    /// <exception cref="RuyingApiException"><c>upload.unknown</c>: it is not there, or something was made of it.</exception>
    public Task<Upload> GetAsync(string id, CancellationToken cancellationToken = default) => _connection.GetAsync<Upload>("uploads/" + Uri.EscapeDataString(id), cancellationToken);

    /// <summary>Removes it.</summary>
    /// <exception cref="RuyingApiException"><c>upload.unknown</c>.</exception>
    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) => _connection.DeleteAsync("uploads/" + Uri.EscapeDataString(id), cancellationToken);

    private static HttpRequestMessage Request(HttpMethod method, string address)
    {
        var request = new HttpRequestMessage(method, ApiConnection.Api(address));
        request.Headers.Add("Tus-Resumable", Version);
        return request;
    }

    // A connection that broke, another request that is just ending, a service that starts anew.
    private static bool CanPass(Exception exception) =>
        exception is HttpRequestException or IOException or RuyingApiException { Status: (int)HttpStatusCode.Locked or (int)HttpStatusCode.Conflict or (int)HttpStatusCode.ServiceUnavailable or (int)HttpStatusCode.BadGateway };

    private async Task<long> OffsetAsync(string id, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Head, $"{Tus}/{Uri.EscapeDataString(id)}");
        using var answer = await _connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return long.Parse(answer.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);
    }

    /// <summary>A stream from an offset on, which is not closed with the request that reads it.</summary>
    private sealed class Rest : Stream
    {
        private readonly Stream _content;
        private readonly long _offset;

        public Rest(Stream content, long offset)
        {
            (_content, _offset) = (content, offset);
            content.Seek(offset, SeekOrigin.Begin);
        }

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => _content.Length - _offset;

        public override long Position
        {
            get => _content.Position - _offset;
            set => _content.Position = value + _offset;
        }

        public override int Read(byte[] buffer, int offset, int count) => _content.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _content.ReadAsync(buffer, cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => _content.Seek(origin == SeekOrigin.Begin ? offset + _offset : offset, origin) - _offset;

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
