using System.Text.RegularExpressions;
using Ruying.Pipeline.Speech.Espeak;

namespace Ruying.Pipeline.Speech.Kokoro;

/// <summary>
/// espeak-ng's IPA in the symbols that Kokoro-82M was trained on, misaki's (github.com/hexgrad/misaki, EN_PHONES.md, and its use of
/// espeak-ng as the fallback for English and as the G2P of other languages).
/// </summary>
internal static partial class MisakiSymbols
{
    /// <summary>Sounds of two letters that are one symbol; never across two sounds.</summary>
    private static readonly (string Ipa, string Symbol)[] English =
        [("aɪ", "I"), ("aʊ", "W"), ("eɪ", "A"), ("ɔɪ", "Y"), ("dʒ", "ʤ"), ("tʃ", "ʧ"), ("əl", "ᵊl")];

    private static readonly (string Ipa, string Symbol)[] American = [("oʊ", "O")];
    private static readonly (string Ipa, string Symbol)[] British = [("əʊ", "Q"), ("eə", "ɛː"), ("iə", "ɪə")];

    private static readonly (string Ipa, string Symbol)[] OtherLanguages =
        [("aɪ", "I"), ("aʊ", "W"), ("eɪ", "A"), ("oʊ", "O"), ("əʊ", "Q"), ("ɔɪ", "Y"), ("dʒ", "ʤ"), ("dz", "ʣ"), ("tʃ", "ʧ"), ("ts", "ʦ"), ("ss", "S")];

    /// <summary>What English sounds become next, in this order, wherever they stand.</summary>
    private static readonly (string Ipa, string Symbol)[] EnglishRest =
    [
        ("ʔˌn\u0329", "tn"), ("ʔn\u0329", "tn"), ("ʔn", "tn"), ("ʔ", "t"), ("ʲo", "jo"), ("ʲə", "jə"), ("ʲ", ""), ("e", "A"),
        ("ɚ", "əɹ"), ("r", "ɹ"), ("x", "k"), ("ç", "k"), ("ɐ", "ə"), ("ɬ", "l"), ("\u0303", ""),
    ];

    private static readonly (string Ipa, string Symbol)[] AmericanRest = [("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("ɪə", "iə"), ("ː", "")];

    /// <param name="ipa">A clause with separators between its sounds.</param>
    /// <param name="language">What espeak-ng calls the language.</param>
    public static string From(string ipa, string language)
    {
        var (isEnglish, isBritish) = (language.StartsWith("en", StringComparison.Ordinal), language.StartsWith("en-gb", StringComparison.Ordinal));
        if (!isEnglish)
        {
            return Join(Replace(ipa, OtherLanguages)).Replace("-", "", StringComparison.Ordinal);
        }

        var symbols = Replace(Join(Replace(Replace(ipa, English), isBritish ? British : American)), EnglishRest);

        // A syllabic consonant has a small schwa before it.
        symbols = Syllabic().Replace(symbols, "ᵊ$1").Replace("\u0329", "", StringComparison.Ordinal);
        symbols = isBritish ? symbols : Replace(symbols, AmericanRest);

        // A rest of older versions of espeak-ng.
        return symbols.Replace('o', 'ɔ');
    }

    private static string Replace(string text, (string Ipa, string Symbol)[] table) =>
        table.Aggregate(text, (now, pair) => now.Replace(pair.Ipa, pair.Symbol, StringComparison.Ordinal));

    private static string Join(string text) => text.Replace(TranscribedClause.Separator.ToString(), "", StringComparison.Ordinal);

    [GeneratedRegex("(\\S)\u0329")]
    private static partial Regex Syllabic();
}
