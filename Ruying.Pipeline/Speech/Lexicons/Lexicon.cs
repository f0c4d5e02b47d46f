namespace Ruying.Pipeline.Speech.Lexicons;

/// <summary>Words of one's own for a language; see <see cref="LexiconFile"/>.</summary>
/// <param name="Language">A BCP 47 tag: <c>en</c> also serves voices of <c>en-GB</c>, not the other way round.</param>
/// <param name="Entries">The words; where one is written twice, the first counts.</param>
public sealed record Lexicon(string Language, IReadOnlyList<LexiconEntry> Entries)
{
    /// <summary>Whether it is for voices of a language.</summary>
    /// <param name="language">The voice's, a BCP 47 tag.</param>
    public bool Serves(string language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return language.Equals(Language, StringComparison.OrdinalIgnoreCase) || language.StartsWith(Language + "-", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether its words are the same, in the same order.</summary>
    public bool Equals(Lexicon? other) => other is not null && Language == other.Language && Entries.SequenceEqual(other.Entries);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Language, Entries.Count);
}
