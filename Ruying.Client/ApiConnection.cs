using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ruying.Client;

/// <summary>Requests and answers as the service means them.</summary>
internal sealed class ApiConnection(HttpClient http)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Sends, and answers when the headers are there.</summary>
    /// <exception cref="RuyingApiException">The service refused.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ReadProblemAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<T> GetAsync<T>(string address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Api(address));
        return await ReadAsync<T>(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All items of a list, page after page.</summary>
    public async IAsyncEnumerable<T> ListAsync<T>(string address, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var join = address.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        for (string? next = null; ;)
        {
            var page = await GetAsync<Page<T>>(next is null ? address : $"{address}{join}before={next}", cancellationToken).ConfigureAwait(false);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            if (page.Next is null)
            {
                yield break;
            }

            next = page.Next;
        }
    }

    public async Task<T> PostAsync<T>(string address, HttpContent? content, string? idempotencyKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Api(address)) { Content = content };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await ReadAsync<T>(request, cancellationToken).ConfigureAwait(false);
    }

    public async Task<T> PutAsync<T>(string address, HttpContent content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Api(address)) { Content = content };
        return await ReadAsync<T>(request, cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteAsync(string address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, Api(address));
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public async Task DownloadAsync(string address, Stream output, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Api(address));
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        await response.Content.CopyToAsync(output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An address below the API's.</summary>
    public static Uri Api(string address) => new("/api/v1/" + address, UriKind.Relative);

    /// <summary>A query of what is not null.</summary>
    public static string Query(params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var query = "";
        foreach (var (name, value) in parameters)
        {
            var text = value is Enum word ? JsonNamingPolicy.CamelCase.ConvertName(word.ToString()) : value?.ToString();
            query += text is null ? "" : $"{(query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(text)}";
        }

        return query;
    }

    private async Task<T> ReadAsync<T>(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadFromJsonAsync<T>(Json, cancellationToken).ConfigureAwait(false)
            ?? throw new RuyingApiException((int)response.StatusCode, "http", "The service answered with nothing.");
    }

    private static async Task<RuyingApiException> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            && await response.Content.ReadFromJsonAsync<Problem>(Json, cancellationToken).ConfigureAwait(false) is { } problem)
        {
            return new RuyingApiException(status, problem.Code ?? "http", problem.Detail ?? problem.Title ?? $"The service answered {status}.", problem.Errors);
        }

        return new RuyingApiException(status, "http", $"The service answered {status}.");
    }

    private sealed record Problem(string? Title, string? Detail, string? Code, IReadOnlyList<RowError>? Errors);
}
