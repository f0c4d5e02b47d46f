using Ruying.Pipeline.Models;
using Ruying.Pipeline.Speech.Espeak;
using Ruying.Pipeline.Speech.Festival;
using Ruying.Pipeline.Speech.Flite;

namespace Ruying.Pipeline.Speech;

/// <summary>
/// Which voice of a language comes before which: those of the asked country first, then the more natural engine (a network, recorded
/// units, formants), then the one that reads more of what people write, then the engine's own order. docs/voices.md says why.
/// </summary>
internal static class VoiceOrder
{
    private static readonly string[] Engines = [StoredModel.PiperKind, StoredModel.KokoroKind, FliteVoices.Engine, FestivalVoices.Engine, EspeakVoices.Engine];

    /// <summary>The voices of a language in that order, in groups that are alike in country and engine.</summary>
    /// <param name="voices">All.</param>
    /// <param name="language">A BCP 47 tag.</param>
    /// <returns>No group is empty; none where no voice speaks it.</returns>
    public static IReadOnlyList<IReadOnlyList<Voice>> Groups(IEnumerable<Voice> voices, string language)
    {
        var ids = LanguageVoices.Candidates(language).ToList();
        var primary = LanguageVoices.Primary(language);
        int Place(Voice voice) => ids.FindIndex(id => id.Equals(voice.Id, StringComparison.OrdinalIgnoreCase)) is var at and >= 0 ? at : ids.Count;
        return
        [
            .. voices.Where(voice => LanguageVoices.Primary(voice.Language) == primary || Place(voice) < ids.Count)
                .OrderBy(Place)
                .GroupBy(voice => (Abroad: IsAbroad(voice, language, ids), Engine: Rank(voice)))
                .OrderBy(group => group.Key)
                .Select(group => group.ToList()),
        ];
    }

    // Of another country than the one asked for, or than the one that is meant where none is.
    private static bool IsAbroad(Voice voice, string language, List<string> ids)
    {
        if (ids.Count == 0)
        {
            return true;
        }

        var meant = ids[0];
        var isCountryOpen = !language.Trim().Replace('_', '-').Contains('-', StringComparison.Ordinal)
            && !meant.StartsWith(LanguageVoices.Primary(language) + "-", StringComparison.Ordinal);
        return !(isCountryOpen
            || voice.Id.Equals(meant, StringComparison.OrdinalIgnoreCase)
            || voice.Language.Equals(meant, StringComparison.OrdinalIgnoreCase)
            || voice.Language.Equals(language.Trim().Replace('_', '-'), StringComparison.OrdinalIgnoreCase));
    }

    // Text goes to a server only where somebody asks for its voice, or nothing else speaks the language.
    private static int Rank(Voice voice) => Array.IndexOf(Engines, voice.Engine) switch
    {
        < 0 => Engines.Length + 1,
        _ when FestivalVoices.LeavesWordsOut(voice) => Engines.Length,
        var rank => rank,
    };
}
