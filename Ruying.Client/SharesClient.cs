using System.Net.Http.Json;

namespace Ruying.Client;

/// <summary>Links to videos of a service.</summary>
public sealed class SharesClient
{
    private readonly ApiConnection _connection;

    internal SharesClient(ApiConnection connection) => _connection = connection;

    /// <summary>Makes a link.</summary>
    /// <param name="videoId">The video, ready.</param>
    /// <param name="expiresAt">Until when it shows the video, within a year; null for 7 days.</param>
    /// <param name="idempotencyKey">The same call with the same key within a day makes it once; null sends none.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>With the link, this once.</returns>
    /// <exception cref="RuyingApiException"><c>video.unknown</c>, <c>video.not_ready</c>, <c>consent.revoked</c>, <c>share.expiry</c>, <c>share.too_many</c>.</exception>
    public async Task<Share> CreateAsync(string videoId, DateTimeOffset? expiresAt = null, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        using var content = JsonContent.Create(new { expiresAt }, options: ApiConnection.Json);
        return await _connection.PostAsync<Share>(Of(videoId), content, idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A video's links, the newest first.</summary>
    /// <exception cref="RuyingApiException"><c>video.unknown</c>.</exception>
    public Task<IReadOnlyList<Share>> ListAsync(string videoId, CancellationToken cancellationToken = default) => _connection.GetAsync<IReadOnlyList<Share>>(Of(videoId), cancellationToken);

    /// <summary>The links to all videos, the newest first, page after page.</summary>
    public IAsyncEnumerable<Share> ListAllAsync(CancellationToken cancellationToken = default) => _connection.ListAsync<Share>("shares", cancellationToken);

    /// <summary>Takes a link back.</summary>
    /// <exception cref="RuyingApiException"><c>video.unknown</c>, <c>share.unknown</c>.</exception>
    public Task DeleteAsync(string videoId, string id, CancellationToken cancellationToken = default) =>
        _connection.DeleteAsync($"{Of(videoId)}/{Uri.EscapeDataString(id)}", cancellationToken);

    private static string Of(string videoId) => $"videos/{Uri.EscapeDataString(videoId)}/shares";
}
