using System.Net.Http.Json;

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
    /// <param name="consentClip">A clip in which the person agrees: its face is compared with the footage's; null for none.</param>
    /// <param name="cancellationToken">Stops the upload.</param>
    /// <exception cref="RuyingApiException">The service refused.</exception>
    public Task<Created> CreateAsync(
        Stream footage, string fileName, AvatarOptions options, string? idempotencyKey = null, Stream? consentClip = null, CancellationToken cancellationToken = default) =>
        CreateAsync([(footage, fileName)], options, idempotencyKey, consentClip, cancellationToken);

    /// <summary>Sends several clips of the same person, which are joined in their order, and starts to build an avatar.</summary>
    /// <param name="clips">The videos' bytes, and their names to show; up to 10.</param>
    /// <param name="options">How it is made.</param>
    /// <param name="idempotencyKey">The same call with the same key within a day makes it once; null sends none.</param>
    /// <param name="consentClip">A clip in which the person agrees: its face is compared with the footage's; null for none.</param>
    /// <param name="cancellationToken">Stops the upload.</param>
    /// <exception cref="RuyingApiException">The service refused.</exception>
    public async Task<Created> CreateAsync(
        IReadOnlyList<(Stream Footage, string FileName)> clips, AvatarOptions options, string? idempotencyKey = null, Stream? consentClip = null, CancellationToken cancellationToken = default)
    {
        using var form = new MultipartFormDataContent();
        FormFields.Add(form, options);
        if (consentClip is not null)
        {
            FormFields.AddFile(form, "consentClip", consentClip, "consent");
        }

        foreach (var (footage, fileName) in clips)
        {
            FormFields.AddFile(form, "file", footage, fileName);
        }

        return await _connection.PostAsync<Created>("avatars", form, idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts to build an avatar of footage that was sent before; see <see cref="UploadsClient"/>.</summary>
    /// <param name="options">How it is made, with <see cref="AvatarOptions.Upload"/>.</param>
    /// <param name="idempotencyKey">The same call with the same key within a day makes it once; null sends none.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RuyingApiException">The service refused.</exception>
    public async Task<Created> CreateFromUploadAsync(AvatarOptions options, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        using var form = new MultipartFormDataContent();
        FormFields.Add(form, options);
        return await _connection.PostAsync<Created>("avatars", form, idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts to build an avatar of several clips that were sent before, joined in their order.</summary>
    /// <param name="uploads">The uploads' ids, up to 10.</param>
    /// <param name="options">How it is made, without <see cref="AvatarOptions.Upload"/>.</param>
    /// <param name="idempotencyKey">The same call with the same key within a day makes it once; null sends none.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RuyingApiException">The service refused.</exception>
    public async Task<Created> CreateFromUploadsAsync(
        IReadOnlyList<string> uploads, AvatarOptions options, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        using var form = new MultipartFormDataContent();
        FormFields.Add(form, options);
        foreach (var upload in uploads)
        {
            form.Add(new StringContent(upload), "upload");
        }

        return await _connection.PostAsync<Created>("avatars", form, idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes on with an avatar whose job stopped for a look at its report; see <see cref="AvatarOptions.Review"/>. Changes nothing while it builds or when it is there.</summary>
    /// <exception cref="RuyingApiException"><c>avatar.unknown</c>, <c>avatar.no_review</c>.</exception>
    public Task<Created> BuildAnywayAsync(string id, CancellationToken cancellationToken = default) =>
        _connection.PostAsync<Created>($"avatars/{Uri.EscapeDataString(id)}/build", null, null, cancellationToken);

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

    /// <summary>Who agreed to it, when and to which words.</summary>
    /// <exception cref="RuyingApiException"><c>consent.none</c>.</exception>
    public Task<Consent> GetConsentAsync(string id, CancellationToken cancellationToken = default) =>
        _connection.GetAsync<Consent>($"avatars/{Uri.EscapeDataString(id)}/consent", cancellationToken);

    /// <summary>Takes the consent back: nothing more is rendered.</summary>
    /// <param name="id">The avatar.</param>
    /// <param name="reason">Why, if that is to be kept.</param>
    /// <param name="delete">Whether the avatar and all its videos go as well.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RuyingApiException"><c>avatar.unknown</c>, <c>consent.none</c>, <c>consent.revoked</c>, <c>avatar.busy</c>.</exception>
    public async Task<Consent> RevokeConsentAsync(string id, string? reason = null, bool delete = false, CancellationToken cancellationToken = default)
    {
        using var content = JsonContent.Create(new { reason, delete }, options: ApiConnection.Json);
        return await _connection.PostAsync<Consent>($"avatars/{Uri.EscapeDataString(id)}/consent/revoke", content, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes it and its videos.</summary>
    /// <exception cref="RuyingApiException"><c>avatar.unknown</c>, <c>avatar.busy</c>.</exception>
    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) => _connection.DeleteAsync("avatars/" + Uri.EscapeDataString(id), cancellationToken);
}
