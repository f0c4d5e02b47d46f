using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Ruying.Client;

/// <summary>Drafts of a service.</summary>
public sealed class DraftsClient
{
    private readonly ApiConnection _connection;

    internal DraftsClient(ApiConnection connection) => _connection = connection;

    /// <summary>Keeps a video that is not finished; nothing in it has to be right yet.</summary>
    /// <param name="title">What people call it.</param>
    /// <param name="video">The request as far as it is known.</param>
    /// <param name="idempotencyKey">The same call with the same key within a day makes it once; null sends none.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RuyingApiException">The service refused.</exception>
    public async Task<Draft> CreateAsync(string? title, VideoOptions? video, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, ApiConnection.Api("drafts")) { Content = Content(title, video) };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drafts, the newest first; without their tags.</summary>
    public IAsyncEnumerable<Draft> ListAsync(CancellationToken cancellationToken = default) => _connection.ListAsync<Draft>("drafts", cancellationToken);

    /// <summary>One draft.</summary>
    /// <exception cref="RuyingApiException"><c>draft.unknown</c>.</exception>
    public async Task<Draft> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, At(id));
        return await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts another in its place.</summary>
    /// <param name="id">The draft.</param>
    /// <param name="title">What people call it.</param>
    /// <param name="video">The request as far as it is known.</param>
    /// <param name="tag">The <see cref="Draft.Tag"/> of what was seen; null overwrites whatever is there.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RuyingApiException"><c>draft.unknown</c>; <c>request.precondition_failed</c>: somebody was quicker.</exception>
    public async Task<Draft> ReplaceAsync(string id, string? title, VideoOptions? video, string? tag, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, At(id)) { Content = Content(title, video) };
        if (tag is not null)
        {
            request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(tag));
        }

        return await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes it.</summary>
    /// <exception cref="RuyingApiException"><c>draft.unknown</c>.</exception>
    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) => _connection.DeleteAsync("drafts/" + Uri.EscapeDataString(id), cancellationToken);

    /// <summary>Starts to render what it asks for; the draft stays.</summary>
    /// <param name="id">The draft.</param>
    /// <param name="idempotencyKey">The same call with the same key within a day makes it once; null sends none.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RuyingApiException"><c>draft.unknown</c>, and what the making of a video is refused for.</exception>
    public Task<Created> RenderAsync(string id, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _connection.PostAsync<Created>($"drafts/{Uri.EscapeDataString(id)}/video", null, idempotencyKey, cancellationToken);

    private static Uri At(string id) => ApiConnection.Api("drafts/" + Uri.EscapeDataString(id));

    private static JsonContent Content(string? title, VideoOptions? video) => JsonContent.Create(new { title, video }, options: ApiConnection.Json);

    private async Task<Draft> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await _connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var draft = await response.Content.ReadFromJsonAsync<Draft>(ApiConnection.Json, cancellationToken).ConfigureAwait(false)
            ?? throw new RuyingApiException((int)response.StatusCode, "http", "The service answered with nothing.");
        return draft with { Tag = response.Headers.ETag?.ToString() };
    }
}
