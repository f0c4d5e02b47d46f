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

    /// <summary>Languages whose usual spelling the engine does not read (docs/voices.md): Han characters become the English words “Chinese letter”, vowels that are
    /// not written are left out, or letters are named.</summary>
    private static readonly FrozenSet<string> Unfit = FrozenSet.Create("ar", "hak", "he", "ja", "kok", "my", "or", "th");

    /// <summary>The engine's voices that read no spelling of their language in a way that can be understood.</summary>
    private static readonly FrozenSet<string> Hidden = FrozenSet.Create("cmn", "he", "kok", "my", "or", "th");

    /// <summary>Whether the engine reads the language's usual spelling.</summary>
    /// <param name="language">A BCP 47 tag.</param>
    public static bool IsReadWell(string language) => !Unfit.Contains(Primary(language));

    /// <summary>Whether a voice of the engine is fit to be offered.</summary>
    /// <param name="voice">One of any engine.</param>
    internal static bool IsOffered(Voice voice) => voice.Engine != Espeak.EspeakVoices.Engine || !Hidden.Contains(voice.Id);

    /// <summary>The voice that stands in for one that is not offered; null where none does.</summary>
    /// <param name="id">The voice's id.</param>
    internal static string? InPlaceOf(string id) => Normal(id) is var normal && Hidden.Contains(normal) ? Preferred.GetValueOrDefault(normal) : null;

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
