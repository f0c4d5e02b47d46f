using Ruying.Api.Jobs;
using Ruying.Api.Problems;
using Ruying.Pipeline.Speech.Lexicons;

namespace Ruying.Api.Lexicons;

/// <summary>What clients and pages may do with the service's own words. Those who change one word at a time wait for each other.</summary>
public sealed class LexiconService(IPipeline pipeline) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>All lexicons, by language.</summary>
    public async Task<IReadOnlyList<LexiconResponse>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await pipeline.Lexicons.ReadAsync(cancellationToken: cancellationToken)).Select(LexiconResponse.From)];

    /// <summary>The lexicon of a language.</summary>
    /// <exception cref="RequestException"><c>lexicon.unknown</c>.</exception>
    /// <exception cref="Ruying.Pipeline.ScriptException"><c>lexicon.language</c>.</exception>
    public async Task<LexiconResponse> GetAsync(string language, CancellationToken cancellationToken) =>
        LexiconResponse.From(await LexiconFile.ReadAsync(Find(language), cancellationToken));

    /// <summary>The file of a language's lexicon.</summary>
    /// <exception cref="RequestException"><c>lexicon.unknown</c>.</exception>
    /// <exception cref="Ruying.Pipeline.ScriptException"><c>lexicon.language</c>.</exception>
    public string Find(string language) =>
        TryFind(language) ?? throw RequestException.NotFound("lexicon.unknown", "There is no lexicon of that language.");

    /// <summary>The same; null where there is none.</summary>
    /// <exception cref="Ruying.Pipeline.ScriptException"><c>lexicon.language</c>.</exception>
    public string? TryFind(string language) => pipeline.Lexicons.File(language) is var file && File.Exists(file) ? file : null;

    /// <summary>Keeps a language's lexicon.</summary>
    /// <param name="language">BCP 47 tag.</param>
    /// <param name="body">PLS 1.0.</param>
    /// <param name="cancellationToken">Stops; then the old one stays.</param>
    /// <exception cref="RequestException"><c>upload.too_large</c>.</exception>
    /// <exception cref="Ruying.Pipeline.ScriptException"><c>lexicon.language</c>, <c>lexicon.invalid</c>.</exception>
    public async Task<LexiconResponse> PutAsync(string language, Stream body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        using var content = new MemoryStream();
        await body.CopyToAsync(content, cancellationToken);
        if (content.Length > LexiconFile.MaxBytes)
        {
            throw new RequestException(StatusCodes.Status413PayloadTooLarge, "upload.too_large", "A lexicon may have 1 MB.");
        }

        return LexiconResponse.From(await pipeline.Lexicons.PutAsync(language, content.ToArray(), cancellationToken));
    }

    /// <summary>Puts a word first, in place of those that are written the same; a language's first word makes its lexicon.</summary>
    /// <exception cref="Ruying.Pipeline.ScriptException"><c>lexicon.language</c>, <c>lexicon.invalid</c>.</exception>
    public Task AddAsync(string language, LexiconEntry entry, CancellationToken cancellationToken) =>
        ChangeAsync(language, entries => [entry, .. entries.Where(other => other.Written != entry.Written)], cancellationToken);

    /// <summary>Takes a word out; with the last one the lexicon goes.</summary>
    /// <exception cref="RequestException"><c>lexicon.unknown</c>.</exception>
    /// <exception cref="Ruying.Pipeline.ScriptException"><c>lexicon.language</c>.</exception>
    public Task RemoveAsync(string language, string written, CancellationToken cancellationToken)
    {
        Find(language);
        return ChangeAsync(language, entries => [.. entries.Where(entry => entry.Written != written)], cancellationToken);
    }

    /// <summary>Removes a language's lexicon.</summary>
    /// <exception cref="RequestException"><c>lexicon.unknown</c>.</exception>
    /// <exception cref="Ruying.Pipeline.ScriptException"><c>lexicon.language</c>.</exception>
    public void Delete(string language) => File.Delete(Find(language));

    public void Dispose() => _one.Dispose();

    private async Task ChangeAsync(string language, Func<IReadOnlyList<LexiconEntry>, IReadOnlyList<LexiconEntry>> change, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var file = TryFind(language);
            var entries = change(file is null ? [] : (await LexiconFile.ReadAsync(file, cancellationToken)).Entries);
            if (entries.Count == 0 && file is not null)
            {
                File.Delete(file);
                return;
            }

            using var body = new MemoryStream(LexiconFile.Write(new Lexicon(language, entries)));
            await PutAsync(language, body, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }
}
