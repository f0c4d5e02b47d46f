using System.Net.Http.Json;

namespace Ruying.Client;

/// <summary>Previews of a service: a text's speech at once, and the beginning of a video within seconds.</summary>
public sealed class PreviewsClient
{
    private readonly ApiConnection _connection;

    internal PreviewsClient(ApiConnection connection) => _connection = connection;

    /// <summary>Writes a text's speech to a stream as it is spoken: a WAV, whose header tells no length where there are several sentences.</summary>
    /// <param name="options">What is said, and how.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellationToken">Stops the speech.</param>
    /// <exception cref="RuyingApiException">The service refused.</exception>
    public async Task SpeakAsync(SpeechOptions options, Stream output, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, ApiConnection.Api("previews/speech")) { Content = JsonContent.Create(options, options: ApiConnection.Json) };
        using var response = await _connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await response.Content.CopyToAsync(output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts to render the beginning of a video. Uploads that it names stay for the video.</summary>
    /// <param name="options">What is said, and how.</param>
    /// <param name="idempotencyKey">The same call with the same key within a day makes it once; null sends none.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RuyingApiException">The service refused.</exception>
    public async Task<Created> CreateAsync(VideoOptions options, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        using var content = JsonContent.Create(options, options: ApiConnection.Json);
        return await _connection.PostAsync<Created>("previews/video", content, idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One preview.</summary>
    /// <param name="id">The preview.</param>
    /// <param name="wait">How long to wait until it is there, up to a minute; null answers at once.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RuyingApiException"><c>preview.unknown</c>.</exception>
    public Task<Preview> GetAsync(string id, TimeSpan? wait = null, CancellationToken cancellationToken = default) =>
        _connection.GetAsync<Preview>($"previews/{Uri.EscapeDataString(id)}" + ApiConnection.Query(("wait", (int?)wait?.TotalSeconds)), cancellationToken);

    /// <summary>Writes its MP4, or WebM where its background is transparent, to a stream.</summary>
    /// <exception cref="RuyingApiException"><c>preview.unknown</c>, <c>preview.not_ready</c>.</exception>
    public Task DownloadAsync(string id, Stream output, CancellationToken cancellationToken = default) =>
        _connection.DownloadAsync($"previews/{Uri.EscapeDataString(id)}/file", output, cancellationToken);

    /// <summary>Deletes it; one that is being made is cancelled.</summary>
    /// <exception cref="RuyingApiException"><c>preview.unknown</c>, <c>preview.busy</c>.</exception>
    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) => _connection.DeleteAsync("previews/" + Uri.EscapeDataString(id), cancellationToken);
}
