using System.Net.Http.Json;

namespace Ruying.Client;

/// <summary>Webhooks of a service.</summary>
public sealed class WebhooksClient
{
    private readonly ApiConnection _connection;

    internal WebhooksClient(ApiConnection connection) => _connection = connection;

    /// <summary>Keeps an address to be told.</summary>
    /// <param name="url">Where messages are posted to.</param>
    /// <param name="events">Which events; all if null.</param>
    /// <param name="idempotencyKey">The same call with the same key within a day makes it once; null sends none.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>With its secret, this once.</returns>
    /// <exception cref="RuyingApiException">The service refused.</exception>
    public async Task<Webhook> CreateAsync(Uri url, IReadOnlyList<string>? events = null, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        using var content = JsonContent.Create(new { url, events }, options: ApiConnection.Json);
        return await _connection.PostAsync<Webhook>("webhooks", content, idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All, the oldest first.</summary>
    public Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellationToken = default) =>
        _connection.GetAsync<IReadOnlyList<Webhook>>("webhooks", cancellationToken);

    /// <summary>Deletes one with its log.</summary>
    /// <exception cref="RuyingApiException"><c>webhook.unknown</c>.</exception>
    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) => _connection.DeleteAsync("webhooks/" + Uri.EscapeDataString(id), cancellationToken);

    /// <summary>Its messages of the last 30 days, the newest first.</summary>
    /// <exception cref="RuyingApiException"><c>webhook.unknown</c>.</exception>
    public IAsyncEnumerable<Delivery> ListDeliveriesAsync(string id, DeliveryState? state = null, CancellationToken cancellationToken = default) =>
        _connection.ListAsync<Delivery>($"webhooks/{Uri.EscapeDataString(id)}/deliveries" + ApiConnection.Query(("state", state)), cancellationToken);

    /// <summary>Sends a message once more.</summary>
    /// <exception cref="RuyingApiException"><c>webhook.unknown</c>, <c>delivery.unknown</c>.</exception>
    public Task<Delivery> ReplayAsync(string id, string deliveryId, CancellationToken cancellationToken = default) =>
        _connection.PostAsync<Delivery>($"webhooks/{Uri.EscapeDataString(id)}/deliveries/{Uri.EscapeDataString(deliveryId)}/replay", null, null, cancellationToken);
}
