namespace Ruying.Pipeline.Speech.Lexicons;

/// <summary>
/// Puts what lexicons say into a sentence: whole words only, the longest first; where a script has no blanks, wherever its characters stand. The captions keep
/// what was written.
/// </summary>
/// <param name="lexicons">Of any languages, the first counting most.</param>
internal sealed class LexiconReplacer(IReadOnlyList<Lexicon> lexicons)
{
    private readonly Dictionary<string, ILookup<char, LexiconEntry>> _entries = [];

    /// <summary>Puts them into a sentence.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="language">The language of the voice that will speak it.</param>
    public ScriptSentence Apply(ScriptSentence sentence, string language)
    {
        var entries = Entries(language);
        if (entries.Count == 0)
        {
            return sentence;
        }

        var text = sentence.Text;
        var inside = new bool[text.Length + 1];
        foreach (var word in ScriptWords.Find(text))
        {
            Array.Fill(inside, true, word.Start + 1, word.Length - 1);
        }

        var stretches = new List<(int Start, int End, string Spoken)>();
        var given = new List<Pronunciation>();
        for (var at = 0; at < text.Length;)
        {
            if (sentence.Pronunciations.FirstOrDefault(p => p.Start <= at && at < p.End) is { } taken)
            {
                at = taken.End;
                continue;
            }

            var entry = inside[at] ? null : entries[char.ToUpperInvariant(text[at])].FirstOrDefault(candidate => Stands(candidate.Written, at));
            if (entry?.Alias is { } alias)
            {
                stretches.Add((at, at + entry.Written.Length, alias));
            }
            else if (entry?.Ipa is { } ipa)
            {
                given.Add(new Pronunciation(at, entry.Written.Length, ipa, $"The lexicon's word “{entry.Written}”"));
            }

            at += entry?.Written.Length ?? 1;
        }

        return stretches.Count + given.Count == 0 ? sentence : sentence.Replacing(stretches, given);

        bool Stands(string written, int at)
        {
            var end = at + written.Length;
            return end <= text.Length && !inside[end]
                && text.AsSpan(at, written.Length).Equals(written, written.Any(char.IsUpper) ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase)
                && !sentence.Pronunciations.Any(p => p.Start < end && at < p.End);
        }
    }

    /// <summary>By the first letter, the longest first; the order of the lexicons stays among equals.</summary>
    private ILookup<char, LexiconEntry> Entries(string language)
    {
        if (!_entries.TryGetValue(language, out var entries))
        {
            entries = lexicons.Where(lexicon => lexicon.Serves(language)).SelectMany(lexicon => lexicon.Entries)
                .OrderByDescending(entry => entry.Written.Length).ToLookup(entry => char.ToUpperInvariant(entry.Written[0]));
            _entries[language] = entries;
        }

        return entries;
    }
}
