namespace Ruying.Client;

/// <summary>Avatars of a service.</summary>
public sealed class AvatarsClient
{
    private readonly ApiConnection _connection;

    internal AvatarsClient(ApiConnection connection) => _connection = connection;

    /// <summary>Sends footage and starts to build an avatar.</summary>
    /// <param name="footage">The video's bytes.</param>
    /// <param name="fileName">Its name, to show.</param>
    /// <param name="options">How it is made.</param>
    /// <param name="idempotencyKey">The same call with the same key within a day makes it once; null sends none.</param>
    /// <param name="cancellationToken">Stops the upload.</param>
    /// <exception cref="RuyingApiException">The service refused.</exception>
    public async Task<Created> CreateAsync(
        Stream footage, string fileName, AvatarOptions? options = null, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        using var form = new MultipartFormDataContent();
        FormFields.Add(form, options ?? new AvatarOptions());
        FormFields.AddFile(form, "file", footage, fileName);
        return await _connection.PostAsync<Created>("avatars", form, idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Avatars, the newest first.</summary>
    /// <param name="state">Only what stands so.</param>
    /// <param name="words">Only those with this in their name.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public IAsyncEnumerable<Avatar> ListAsync(ResultState? state = null, string? words = null, CancellationToken cancellationToken = default) =>
        _connection.ListAsync<Avatar>("avatars" + ApiConnection.Query(("state", state), ("q", words)), cancellationToken);

    /// <summary>One avatar.</summary>
    /// <exception cref="RuyingApiException"><c>avatar.unknown</c>.</exception>
    public Task<Avatar> GetAsync(string id, CancellationToken cancellationToken = default) => _connection.GetAsync<Avatar>("avatars/" + Uri.EscapeDataString(id), cancellationToken);

    /// <summary>Writes its footage's report, a page of HTML, to a stream.</summary>
    /// <exception cref="RuyingApiException"><c>avatar.unknown</c>, <c>report.not_ready</c>.</exception>
    public Task DownloadReportAsync(string id, Stream output, CancellationToken cancellationToken = default) =>
        _connection.DownloadAsync($"avatars/{Uri.EscapeDataString(id)}/report.html", output, cancellationToken);

    /// <summary>Deletes it and its videos.</summary>
    /// <exception cref="RuyingApiException"><c>avatar.unknown</c>, <c>avatar.busy</c>.</exception>
    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) => _connection.DeleteAsync("avatars/" + Uri.EscapeDataString(id), cancellationToken);
}
