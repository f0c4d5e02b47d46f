using Ruying.Pipeline.Speech.Lexicons;

namespace Ruying.Api.Lexicons;

/// <summary>A lexicon as the API shows it.</summary>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Entries">Its words: as written, and the alias or the IPA that is said.</param>
public sealed record LexiconResponse(string Language, IReadOnlyList<LexiconEntry> Entries)
{
    public static LexiconResponse From(Lexicon lexicon) => new(lexicon.Language, lexicon.Entries);
}
