using Ruying.Pipeline.Speech.Espeak;

namespace Ruying.Pipeline.Speech;

/// <summary>Voices, found by id or by language.</summary>
public sealed class VoiceCatalog
{
    private readonly Dictionary<string, Voice> _byId;

    /// <summary>Makes a catalogue.</summary>
    /// <param name="voices">Voices with ids that differ (case does not count).</param>
    public VoiceCatalog(IReadOnlyList<Voice> voices)
    {
        ArgumentNullException.ThrowIfNull(voices);
        Voices = voices;
        _byId = voices.ToDictionary(voice => voice.Id, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All voices.</summary>
    public IReadOnlyList<Voice> Voices { get; }

    /// <summary>The voice with that id.</summary>
    /// <param name="id">Case does not count. espeak-ng's may name a speaker: <c>de+f3</c>, <c>f1</c> to <c>f5</c> and <c>m1</c> to <c>m8</c>.</param>
    /// <exception cref="ScriptException">There is none (<c>voice.unknown</c>); the message names near ones.</exception>
    public Voice Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var name = id.Trim();
        return _byId.GetValueOrDefault(name) ?? EspeakVariants.Find(name, _byId) ?? (LanguageVoices.InPlaceOf(id) is { } other ? _byId.GetValueOrDefault(other) : null) ?? throw new ScriptException(
            "voice.unknown", $"There is no voice “{Shown(id)}”; {Near(id, Voices.Select(voice => voice.Id))}.");
    }

    /// <summary>The catalogue of one engine alone: what it speaks is the same on every machine that has it.</summary>
    /// <param name="engine">The engine's name.</param>
    public VoiceCatalog Of(string engine) => new([.. Voices.Where(voice => voice.Engine == engine)]);

    /// <summary>The voices of a language, best first, in groups of the same country and engine; see <see cref="VoiceOrder"/>.</summary>
    internal IReadOnlyList<IReadOnlyList<Voice>> Groups(string language) => VoiceOrder.Groups(Voices, language);

    /// <summary>The voice that reads a language best: of its country, and the most natural that this machine has.</summary>
    /// <param name="language">A BCP 47 tag (<c>en</c>, <c>pt-BR</c>, <c>zh-Hant-TW</c>), <c>_</c> taken for <c>-</c>.</param>
    /// <exception cref="ScriptException">No voice speaks it (<c>language.unknown</c>); the message names near ones.</exception>
    public Voice Default(string language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return Groups(language) is [var best, ..] ? best[0] : throw new ScriptException(
            "language.unknown",
            $"No voice speaks “{Shown(language)}”; {Near(language, Voices.Select(voice => voice.Language).Distinct())}.");
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static string Near(string asked, IEnumerable<string> known)
    {
        var lower = asked.Trim().ToLowerInvariant();
        var near = known
            .Select(name => (Name: name, Distance: Distance(Shown(lower), name.ToLowerInvariant())))
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Where(candidate => candidate.Distance <= Math.Max(2, lower.Length / 2))
            .Take(3)
            .Select(candidate => candidate.Name)
            .ToList();
        return near.Count > 0 ? $"did you mean {string.Join(", ", near)}" : "ask for the list of voices to see which there are";
    }

    /// <summary>Levenshtein's.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], cost);
            }
        }

        return row[b.Length];
    }
}
