namespace Ruying.Client;

/// <summary>How words of a language are said.</summary>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Entries">Its words.</param>
public sealed record Lexicon(string Language, IReadOnlyList<LexiconEntry> Entries);

/// <summary>How a word is said: as another text, or by its sounds.</summary>
/// <param name="Written">The word as written.</param>
/// <param name="Alias">What is read in its place.</param>
/// <param name="Ipa">Its sounds in IPA.</param>
public sealed record LexiconEntry(string Written, string? Alias, string? Ipa);
