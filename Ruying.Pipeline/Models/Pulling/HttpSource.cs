using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Ruying.Pipeline.Speech.Http;

namespace Ruying.Pipeline.Models.Pulling;

/// <summary>Downloads that survive broken connections and killed processes: what came stays on disk, and the rest is asked for by range.</summary>
/// <param name="address">Finds a file's address.</param>
/// <param name="mirror">The operator's mirror, if that is what is asked.</param>
/// <param name="patience">How long it is kept at.</param>
/// <param name="time">The clock of delays and timeouts.</param>
/// <param name="logger">Hears of broken connections.</param>
internal sealed class HttpSource(Func<AvailableFile, Uri> address, Uri? mirror, PullPatience patience, TimeProvider time, ILogger logger) : IModelSource, IDisposable
{
    private readonly DownloadRules _rules = new(mirror);
    private readonly Lazy<HttpClient> _client = new(() => new HttpClient(GuardedConnection.Handler(new DownloadRules(mirror).Refusal)) { Timeout = Timeout.InfiniteTimeSpan });

    public string Where(AvailableFile file) => address(file).AbsoluteUri;

    public async Task FetchAsync(AvailableFile file, string path, Action<long> received, CancellationToken cancellationToken)
    {
        var delay = patience.FirstDelay;
        for (var failures = 0; ;)
        {
            var before = Length(path);
            try
            {
                await ConnectAsync(file, new PartialFile(path), received, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException && !cancellationToken.IsCancellationRequested)
            {
                if (e.InnerException is ModelException refused)
                {
                    throw refused;
                }

                // Something new came: the network is slow or fickle, not gone.
                (failures, delay) = Length(path) > before ? (1, patience.FirstDelay) : (failures + 1, delay);
                if (failures >= patience.Attempts || e is HttpRequestException { StatusCode: >= HttpStatusCode.BadRequest and not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests) and < HttpStatusCode.InternalServerError })
                {
                    throw new EnvironmentException(
                        "model.download_failed", $"{Where(file)} could not be fetched: {e.Message.TrimEnd('.')}. Check the network, or name a mirror (RUYING_MODEL_MIRROR); the same command goes on from there.", e);
                }

                logger.LogInformation("{File} broke off at {Bytes} bytes ({Reason}); trying again in {Delay}.", file.FileName, Length(path), e.Message, delay);
            }

            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            delay *= 2;
        }
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private async Task ConnectAsync(AvailableFile file, PartialFile partial, Action<long> received, CancellationToken cancellationToken)
    {
        using var idle = new CancellationTokenSource(patience.Idle, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, cancellationToken);
        try
        {
            var from = partial.Resumable(file);
            using var response = await AskAsync(address(file), from, partial.Validator, either.Token).ConfigureAwait(false);
            await ReceiveAsync(file, partial, from, response, received, () => idle.CancelAfter(patience.Idle), either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {patience.Idle.TotalSeconds:0} s", e);
        }
    }

    private async Task<HttpResponseMessage> AskAsync(Uri start, long from, string? validator, CancellationToken cancellationToken)
    {
        var at = start;
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            if (from > 0)
            {
                request.Headers.Range = new RangeHeaderValue(from, null);
                if (validator is not null)
                {
                    request.Headers.TryAddWithoutValidation("If-Range", validator);
                }
            }

            var response = await _client.Value.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode is not (HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            {
                return response;
            }

            using (response)
            {
                var to = response.Headers.Location is { } location ? new Uri(at, location) : throw new HttpRequestException("a redirect leads nowhere");
                if (redirects == DownloadRules.MostRedirects)
                {
                    throw new ModelException("model.redirect", $"{start.Host} sends on more than {DownloadRules.MostRedirects} times: tell whoever runs it, or choose another mirror.");
                }

                _rules.RequireRedirect(at, to);
                at = to;
            }
        }
    }

    private static async Task ReceiveAsync(
        AvailableFile file, PartialFile partial, long from, HttpResponseMessage response, Action<long> received, Action heard, CancellationToken cancellationToken)
    {
        var range = response.Content.Headers.ContentRange;
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable || (response.StatusCode == HttpStatusCode.PartialContent && (range?.From ?? -1) != from))
        {
            // What lies here does not belong to what lies there.
            partial.Delete();
            throw new HttpRequestException("the server has no rest of it");
        }

        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
        {
            throw new HttpRequestException($"the server answered {(int)response.StatusCode}", null, response.StatusCode);
        }

        var goesOn = response.StatusCode == HttpStatusCode.PartialContent;
        if ((goesOn ? range?.Length : response.Content.Headers.ContentLength) is { } whole)
        {
            ReceivedFile.RequireSize(file, whole, whole: true);
        }

        if (!goesOn)
        {
            partial.Start(response);
        }

        using var target = new FileStream(partial.Path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0, useAsync: true);
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            await ReceivedFile.CopyAsync(file, body, target, received, heard, cancellationToken).ConfigureAwait(false);
        }

        // A server that tells no length ends a broken answer as it ends a whole one.
        if (target.Length < (file.Bytes ?? 0))
        {
            throw new IOException("the answer ended early");
        }
    }
}
