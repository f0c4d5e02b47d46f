namespace Ruying.Pipeline.Speech.Lexicons;

/// <summary>A folder with a lexicon for each language, <c>TAG.pls</c>. It need not exist.</summary>
/// <param name="path">Where it is.</param>
public sealed class LexiconFolder(string path)
{
    private const string Extension = ".pls";

    /// <summary>All of them, by language.</summary>
    /// <param name="first">A file whose words count before those of the folder; null for none.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ScriptException"><c>lexicon.invalid</c>.</exception>
    public async Task<IReadOnlyList<Lexicon>> ReadAsync(string? first = null, CancellationToken cancellationToken = default)
    {
        var lexicons = new List<Lexicon>();
        foreach (var file in Files().Prepend(first!).Where(file => file is not null))
        {
            lexicons.Add(await LexiconFile.ReadAsync(file, cancellationToken).ConfigureAwait(false));
        }

        return lexicons;
    }

    /// <summary>The file of a language, which need not exist.</summary>
    /// <param name="language">A BCP 47 tag.</param>
    /// <exception cref="ScriptException"><c>lexicon.language</c>: not such a tag.</exception>
    public string File(string language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return language.Length is >= 2 and <= 35 && language.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && char.IsAsciiLetter(language[0])
            ? Path.Combine(path, language.ToLowerInvariant() + Extension)
            : throw new ScriptException("lexicon.language", "A lexicon is of one language: name it by its tag, such as en or pt-BR.");
    }

    /// <summary>Keeps the lexicon of a language in place of the one that was there.</summary>
    /// <param name="language">A BCP 47 tag.</param>
    /// <param name="content">The file, which must name the same language.</param>
    /// <param name="cancellationToken">Stops writing; then the old one stays.</param>
    /// <returns>What was read of it.</returns>
    /// <exception cref="ScriptException"><c>lexicon.invalid</c>, <c>lexicon.language</c>.</exception>
    public async Task<Lexicon> PutAsync(string language, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var file = File(language);
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        var lexicon = await LexiconFile.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
        if (!lexicon.Language.Equals(language, StringComparison.OrdinalIgnoreCase))
        {
            throw new ScriptException("lexicon.language", $"The lexicon says that its language is {lexicon.Language}, and it is sent as that of {language}.");
        }

        Directory.CreateDirectory(path);
        var partial = $"{file}.{Guid.NewGuid():N}.partial";
        await System.IO.File.WriteAllBytesAsync(partial, content, cancellationToken).ConfigureAwait(false);
        System.IO.File.Move(partial, file, overwrite: true);
        return lexicon;
    }

    private IEnumerable<string> Files() =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*" + Extension).Order(StringComparer.Ordinal) : [];
}
