namespace Ruying.Pipeline.Speech.Espeak;

/// <summary>
/// espeak-ng's other speakers, which any of its voices can take on: <c>de+f3</c>. They are not listed, each with each voice, but found when
/// asked for.
/// </summary>
internal static class EspeakVariants
{
    /// <summary>Between a voice and its speaker.</summary>
    public const char Sign = '+';

    /// <summary>Women and men of the engine's own files; its robots, whispers and formant synthesisers of others are left out.</summary>
    public static IReadOnlyList<string> Names { get; } = ["f1", "f2", "f3", "f4", "f5", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"];

    /// <summary>A voice with another speaker.</summary>
    /// <param name="voice">One of espeak-ng's.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static Voice Of(Voice voice, string name) => voice with { Id = $"{voice.Id}{Sign}{name}", Name = $"{voice.Name}, {(name[0] == 'f' ? "woman" : "man")} {name[1..]}" };

    /// <summary>The voice of an id such as <c>de+f3</c>; null where it is none.</summary>
    /// <param name="id">Case does not count.</param>
    /// <param name="voices">The voices that are listed, by id.</param>
    public static Voice? Find(string id, IReadOnlyDictionary<string, Voice> voices)
    {
        var (of, name) = Parts(id);
        return name is not null && voices.TryGetValue(of, out var voice) && voice.Engine == EspeakVoices.Engine && Names.Contains(name) ? Of(voice, name) : null;
    }

    /// <summary>The voice's own id, and the speaker's name in lower case or null.</summary>
    public static (string Voice, string? Name) Parts(string id) =>
        id.LastIndexOf(Sign) is var at and > 0 ? (id[..at], id[(at + 1)..].ToLowerInvariant()) : (id, null);
}
