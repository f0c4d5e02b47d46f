using System.Text.RegularExpressions;
using Ruying.Pipeline.Speech.Espeak;

namespace Ruying.Pipeline.Speech.Kokoro;

/// <summary>A part of a sentence that one run can speak.</summary>
/// <param name="Ids">With the pads of the network's kind around them.</param>
/// <param name="StyleRow">The style's row for it.</param>
internal sealed record KokoroPart(long[] Ids, int StyleRow);

/// <summary>Makes the numbers that a network reads of a sentence.</summary>
internal static partial class KokoroSymbols
{
    private const long Pad = 0;

    /// <summary>KittenTTS ends every text with its symbol of this number, the ellipsis (kittentts, onnx_model.py).</summary>
    private const long KittenEnd = 10;

    /// <param name="text">The sentence.</param>
    /// <param name="clauses">Its sounds.</param>
    /// <param name="language">What espeak-ng calls their language.</param>
    /// <param name="settings">From the store: family and vocabulary are known.</param>
    /// <returns>The parts, none where nothing can be said, and the symbols that the network lacks.</returns>
    public static (IReadOnlyList<KokoroPart> Parts, IReadOnlyList<string> Missing) From(
        string text, IReadOnlyList<TranscribedClause> clauses, string language, KokoroSettings settings)
    {
        var isKitten = settings.Family == KokoroFamily.Kitten;
        var joined = string.Join(' ', clauses.Select(clause => (isKitten ? clause.Joined : MisakiSymbols.From(clause.Ipa, language)).Trim() + clause.Mark));
        if (isKitten)
        {
            // Its trainer split words from marks and put blanks between them all.
            joined = string.Join(' ', WordsAndMarks().Matches(joined).Select(match => match.Value));
        }

        var symbols = joined.EnumerateRunes().Select(rune => rune.ToString()).ToList();
        var missing = symbols.Where(symbol => !settings.Vocab!.ContainsKey(symbol)).Distinct().ToList();
        symbols.RemoveAll(missing.Contains);
        if (symbols.TrueForAll(symbol => symbol == " "))
        {
            return ([], missing);
        }

        var parts = Split(symbols).Select(part => part.Select(symbol => settings.Vocab![symbol]).ToArray());
        return ([.. parts.Select(ids => isKitten ? new KokoroPart([Pad, .. ids, KittenEnd, Pad], text.Length) : new KokoroPart([Pad, .. ids, Pad], ids.Length - 1))], missing);
    }

    /// <summary>Parts of at most as many symbols as a style has rows for (the networks' own limit is 512 with the pads), cut at blanks where there are any.</summary>
    private static IEnumerable<List<string>> Split(List<string> symbols)
    {
        for (var start = 0; start < symbols.Count;)
        {
            var length = Math.Min(VoiceStyle.KokoroRows - 1, symbols.Count - start);
            if (start + length < symbols.Count && symbols.LastIndexOf(" ", start + length - 1, length) is var blank and > 0 && blank > start)
            {
                length = blank - start;
            }

            yield return symbols.GetRange(start, length);
            start += length;
        }
    }

    // As Python's \w: stress and length marks are letters there.
    [GeneratedRegex(@"[\w\u02B0-\u02FF]+|[^\w\s\u02B0-\u02FF]")]
    private static partial Regex WordsAndMarks();
}
