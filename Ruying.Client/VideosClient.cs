using System.Net.Http.Json;

namespace Ruying.Client;

/// <summary>Videos of a service.</summary>
public sealed class VideosClient
{
    private readonly ApiConnection _connection;

    internal VideosClient(ApiConnection connection) => _connection = connection;

    /// <summary>Starts to render a text.</summary>
    /// <param name="options">What is said, and how.</param>
    /// <param name="idempotencyKey">The same call with the same key within a day makes it once; null sends none.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RuyingApiException">The service refused.</exception>
    public async Task<Created> CreateAsync(VideoOptions options, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        using var content = JsonContent.Create(options, options: ApiConnection.Json);
        return await _connection.PostAsync<Created>("videos", content, idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts to render a recording.</summary>
    /// <param name="options">Who speaks, and how.</param>
    /// <param name="recording">The recording's bytes.</param>
    /// <param name="fileName">Its name, to show.</param>
    /// <param name="idempotencyKey">The same call with the same key within a day makes it once; null sends none.</param>
    /// <param name="cancellationToken">Stops the upload.</param>
    /// <exception cref="RuyingApiException">The service refused.</exception>
    public async Task<Created> CreateFromRecordingAsync(
        VideoOptions options, Stream recording, string fileName, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        using var form = new MultipartFormDataContent();
        FormFields.Add(form, options);
        FormFields.AddFile(form, "audio", recording, fileName);
        return await _connection.PostAsync<Created>("videos", form, idempotencyKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts to render a video for each row, all or none.</summary>
    /// <param name="options">What all have in common: <c>{name}</c> in text, language, voice and avatar stands for a row's value.</param>
    /// <param name="rows">The values, 1 to 100 rows.</param>
    /// <param name="idempotencyKey">The same call with the same key within a day makes them once; null sends none.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>One for each row, in their order.</returns>
    /// <exception cref="RuyingApiException"><c>batch.invalid</c>: <see cref="RuyingApiException.Errors"/> tells of each row.</exception>
    public async Task<IReadOnlyList<Created>> CreateBatchAsync(
        VideoOptions options, IEnumerable<IReadOnlyDictionary<string, string>> rows, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        using var content = JsonContent.Create(new { video = options, rows }, options: ApiConnection.Json);
        return (await _connection.PostAsync<Batch>("videos/batch", content, idempotencyKey, cancellationToken).ConfigureAwait(false)).Videos;
    }

    /// <summary>Videos, the newest first.</summary>
    /// <param name="avatarId">Only this avatar's.</param>
    /// <param name="state">Only what stands so.</param>
    /// <param name="words">Only those with this in their text or names.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public IAsyncEnumerable<Video> ListAsync(string? avatarId = null, ResultState? state = null, string? words = null, CancellationToken cancellationToken = default) =>
        _connection.ListAsync<Video>("videos" + ApiConnection.Query(("avatarId", avatarId), ("state", state), ("q", words)), cancellationToken);

    /// <summary>One video.</summary>
    /// <exception cref="RuyingApiException"><c>video.unknown</c>.</exception>
    public Task<Video> GetAsync(string id, CancellationToken cancellationToken = default) => _connection.GetAsync<Video>("videos/" + Uri.EscapeDataString(id), cancellationToken);

    /// <summary>Writes its MP4 or WebM to a stream.</summary>
    /// <exception cref="RuyingApiException"><c>video.unknown</c>, <c>video.not_ready</c>.</exception>
    public Task DownloadAsync(string id, Stream output, CancellationToken cancellationToken = default) =>
        _connection.DownloadAsync($"videos/{Uri.EscapeDataString(id)}/file", output, cancellationToken);

    /// <summary>Writes a caption file to a stream.</summary>
    /// <exception cref="RuyingApiException"><c>video.unknown</c>, <c>video.not_ready</c>, <c>captions.unknown</c>.</exception>
    public Task DownloadCaptionsAsync(string id, string format, Stream output, CancellationToken cancellationToken = default) =>
        _connection.DownloadAsync($"videos/{Uri.EscapeDataString(id)}/captions.{Uri.EscapeDataString(format)}", output, cancellationToken);

    /// <summary>Deletes it.</summary>
    /// <exception cref="RuyingApiException"><c>video.unknown</c>, <c>video.busy</c>.</exception>
    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) => _connection.DeleteAsync("videos/" + Uri.EscapeDataString(id), cancellationToken);

    private sealed record Batch(IReadOnlyList<Created> Videos);
}
