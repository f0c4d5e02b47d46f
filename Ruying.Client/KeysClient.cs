using System.Net.Http.Json;

namespace Ruying.Client;

/// <summary>The keys of a service; all of it needs an admin key.</summary>
public sealed class KeysClient
{
    private readonly ApiConnection _connection;

    internal KeysClient(ApiConnection connection) => _connection = connection;

    /// <summary>All keys, the newest first.</summary>
    public Task<IReadOnlyList<Key>> ListAsync(CancellationToken cancellationToken = default) => _connection.GetAsync<IReadOnlyList<Key>>("keys", cancellationToken);

    /// <summary>Makes a key.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="owner">Whose things it opens: a-z, 0-9 and hyphens.</param>
    /// <param name="scopes">What it may do: <c>read</c>, <c>write</c>, <c>admin</c>, with commas between them.</param>
    /// <param name="days">How long it opens; null for good.</param>
    /// <param name="idempotencyKey">The same call with the same key within a day makes it once; null sends none.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RuyingApiException"><c>key.name</c>, <c>key.owner</c>, <c>key.scope</c>, <c>key.lifetime</c>.</exception>
    public async Task<CreatedKey> CreateAsync(
        string name, string owner = "local", string scopes = "write", double? days = null, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        using var content = JsonContent.Create(new { name, owner, scopes, days }, options: ApiConnection.Json);
        return await _connection.PostAsync<CreatedKey>("keys", content, idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Revokes a key at once.</summary>
    /// <exception cref="RuyingApiException"><c>key.unknown</c>.</exception>
    public Task RevokeAsync(string id, CancellationToken cancellationToken = default) => _connection.DeleteAsync("keys/" + Uri.EscapeDataString(id), cancellationToken);
}
