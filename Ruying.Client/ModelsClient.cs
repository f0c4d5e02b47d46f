using System.Net.Http.Json;

namespace Ruying.Client;

/// <summary>Models of a service: voices, and engines that make mouths.</summary>
public sealed class ModelsClient
{
    private readonly ApiConnection _connection;

    internal ModelsClient(ApiConnection connection) => _connection = connection;

    /// <summary>Those that are there, by name.</summary>
    public Task<IReadOnlyList<Model>> ListAsync(CancellationToken cancellationToken = default) => _connection.GetAsync<IReadOnlyList<Model>>("models", cancellationToken);

    /// <summary>Those that can be pulled.</summary>
    /// <param name="language">BCP 47 tag; only what speaks it.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task<IReadOnlyList<AvailableModel>> ListAvailableAsync(string? language = null, CancellationToken cancellationToken = default) =>
        _connection.GetAsync<IReadOnlyList<AvailableModel>>("models/available" + ApiConnection.Query(("language", language)), cancellationToken);

    /// <summary>Starts to fetch a model; needs an admin key.</summary>
    /// <param name="name">From <see cref="ListAvailableAsync"/>.</param>
    /// <param name="acceptLicence">Whether its licence is accepted: without, the refusal <c>model.licence</c> tells it.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RuyingApiException"><c>model.licence</c>, <c>model.unknown</c>, <c>model.exists</c>, <c>model.busy</c>.</exception>
    public async Task<Created> PullAsync(string name, bool acceptLicence, CancellationToken cancellationToken = default)
    {
        using var content = JsonContent.Create(new { acceptLicence }, options: ApiConnection.Json);
        return await _connection.PostAsync<Created>($"models/{Uri.EscapeDataString(name)}/pull", content, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes it; needs an admin key.</summary>
    /// <exception cref="RuyingApiException"><c>model.unknown</c>, <c>model.busy</c>.</exception>
    public Task DeleteAsync(string name, CancellationToken cancellationToken = default) => _connection.DeleteAsync("models/" + Uri.EscapeDataString(name), cancellationToken);
}
