using System.Net.Http.Headers;

namespace Ruying.Client;

/// <summary>How a service says words of its own, a lexicon for each language.</summary>
public sealed class LexiconsClient
{
    private readonly ApiConnection _connection;

    internal LexiconsClient(ApiConnection connection) => _connection = connection;

    /// <summary>All of them, by language.</summary>
    public Task<IReadOnlyList<Lexicon>> ListAsync(CancellationToken cancellationToken = default) => _connection.GetAsync<IReadOnlyList<Lexicon>>("lexicons", cancellationToken);

    /// <summary>Keeps a language's lexicon in place of the one before.</summary>
    /// <param name="language">BCP 47 tag.</param>
    /// <param name="pls">The lexicon in PLS 1.0, 1 MB at most.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RuyingApiException"><c>lexicon.language</c>, <c>lexicon.invalid</c>, <c>upload.too_large</c>.</exception>
    public async Task<Lexicon> PutAsync(string language, Stream pls, CancellationToken cancellationToken = default)
    {
        using var content = new StreamContent(pls) { Headers = { ContentType = new MediaTypeHeaderValue("application/pls+xml") } };
        return await _connection.PutAsync<Lexicon>("lexicons/" + Uri.EscapeDataString(language), content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a language's lexicon.</summary>
    /// <exception cref="RuyingApiException"><c>lexicon.unknown</c>.</exception>
    public Task DeleteAsync(string language, CancellationToken cancellationToken = default) => _connection.DeleteAsync("lexicons/" + Uri.EscapeDataString(language), cancellationToken);
}
