using System.Collections.Frozen;

namespace Ruying.Pipeline.Speech;

/// <summary>Which of espeak-ng's voices reads a language best, where that is not the voice of the same name.</summary>
public static class LanguageVoices
{
    private static readonly FrozenDictionary<string, string> Preferred = new Dictionary<string, string>
    {
        ["en"] = "en-us",
        ["en-uk"] = "en-gb",
        ["fr"] = "fr-fr",
        ["pt"] = "pt-br",
        ["pt-pt"] = "pt",
        ["no"] = "nb",
        ["nn"] = "nb",
        ["es-mx"] = "es-419",
        ["es-ar"] = "es-419",
        ["es-co"] = "es-419",
        ["es-cl"] = "es-419",
        ["es-pe"] = "es-419",
        ["es-us"] = "es-419",
        ["iw"] = "he",
        ["in"] = "id",
        ["tlh"] = "piqd",
        // The voice called cmn reads its own pinyin as English letters and digits.
        ["zh"] = "cmn-latn-pinyin",
        ["cmn"] = "cmn-latn-pinyin",
        ["zh-cmn"] = "cmn-latn-pinyin",
        ["zh-hk"] = "yue",
        ["zh-yue"] = "yue",
        ["zh-hak"] = "hak",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> Unfit = FrozenSet.Create("ja");

    /// <summary>Whether the engine reads the language's usual spelling. It does not for Japanese: each kanji becomes the English words “Chinese letter”.</summary>
    /// <param name="language">A BCP 47 tag.</param>
    public static bool IsReadWell(string language) => !Unfit.Contains(Primary(language));

    /// <summary>The ids of the voices to try for a language, best first; whether they exist is the catalogue's to say.</summary>
    /// <param name="language">A BCP 47 tag.</param>
    internal static IEnumerable<string> Candidates(string language)
    {
        for (var tag = Normal(language); tag.Length > 0; tag = tag[..Math.Max(0, tag.LastIndexOf('-'))])
        {
            if (Preferred.GetValueOrDefault(tag) is { } preferred)
            {
                yield return preferred;
            }

            yield return tag;
        }
    }

    /// <summary>The language alone: <c>zh</c> of <c>zh-Hant-TW</c>.</summary>
    internal static string Primary(string language) => Normal(language).Split('-')[0];

    private static string Normal(string language) => language.Trim().Replace('_', '-').ToLowerInvariant();
}
