using Ruying.Pipeline.Speech.Espeak;

namespace Ruying.Pipeline.Speech.Piper;

/// <summary>A sentence as the numbers that a Piper network reads.</summary>
/// <param name="Ids">As long as Piper makes them: start, symbols and end, pads between all. Empty where nothing can be said.</param>
/// <param name="Missing">Symbols that the voice does not know, each once; they are left out.</param>
internal sealed record PiperSymbols(long[] Ids, IReadOnlyList<string> Missing)
{
    /// <summary>The sounds of a sentence.</summary>
    /// <param name="clauses">From espeak-ng.</param>
    /// <param name="config">The voice's.</param>
    public static PiperSymbols From(IReadOnlyList<TranscribedClause> clauses, PiperConfig config) =>
        // As Piper joins clauses: their marks, and a blank before the next.
        Number(string.Join(' ', clauses.Select(clause => clause.Joined.Trim() + clause.Mark)), config);

    /// <summary>The letters of a sentence, for voices that read text.</summary>
    public static PiperSymbols From(string text, PiperConfig config) => Number(text, config);

    private static PiperSymbols Number(string symbols, PiperConfig config)
    {
        var pad = config.PhonemeIdMap[PiperConfig.Pad];
        var ids = new List<long>([.. config.PhonemeIdMap[PiperConfig.Start], .. pad]);
        var (empty, missing) = (ids.Count, new List<string>());
        foreach (var symbol in LetterComposition.Decompose(symbols).EnumerateRunes().SelectMany(rune => Mapped(rune.ToString(), config)))
        {
            // Voices that read text know one case of each letter.
            if ((config.PhonemeIdMap.GetValueOrDefault(symbol) ?? config.PhonemeIdMap.GetValueOrDefault(symbol.ToLowerInvariant())) is { } known)
            {
                ids.AddRange(known);
                ids.AddRange(pad);
            }
            else if (!missing.Contains(symbol))
            {
                missing.Add(symbol);
            }
        }

        return ids.Count == empty ? new PiperSymbols([], missing) : new PiperSymbols([.. ids, .. config.PhonemeIdMap[PiperConfig.End]], missing);
    }

    private static string[] Mapped(string symbol, PiperConfig config) => config.PhonemeMap?.GetValueOrDefault(symbol) ?? [symbol];
}
