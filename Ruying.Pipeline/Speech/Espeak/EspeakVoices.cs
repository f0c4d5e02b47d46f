using System.Collections.Frozen;

namespace Ruying.Pipeline.Speech.Espeak;

/// <summary>The engine's voices under ids and language tags of ours.</summary>
internal sealed class EspeakVoices
{
    public const string Engine = "espeak-ng";

    private static readonly FrozenDictionary<string, string> Tags = new Dictionary<string, string>
    {
        // Names of the engine's that are no BCP 47 tags, or tags of the spelling rather than of the language.
        ["cmn"] = "zh",
        ["cmn-latn-pinyin"] = "zh",
        ["yue-latn-jyutping"] = "yue",
        ["piqd"] = "tlh",
        ["py"] = "art-x-pyash",
        ["qdb"] = "art-x-belter",
        ["fa-latn"] = "fa-Latn",
    }.ToFrozenDictionary();

    private readonly Dictionary<string, string> _identifiers = new(StringComparer.OrdinalIgnoreCase);

    public EspeakVoices(IReadOnlyList<HostVoice> voices)
    {
        var all = new List<Voice>();
        // MBROLA's voices are listed even where their recordings are not installed.
        foreach (var voice in voices.Where(voice => voice.Languages.Count > 0 && !voice.Identifier.StartsWith("mb/", StringComparison.Ordinal)))
        {
            var id = voice.Languages[0].ToLowerInvariant();
            if (_identifiers.ContainsKey(id))
            {
                id = voice.Identifier[(voice.Identifier.LastIndexOf('/') + 1)..].ToLowerInvariant();
            }

            if (_identifiers.TryAdd(id, voice.Identifier))
            {
                all.Add(new Voice(id, voice.Name, Tag(id), Engine));
            }
        }

        Catalog = new VoiceCatalog(all);
    }

    public VoiceCatalog Catalog { get; }

    /// <summary>What the engine calls a voice.</summary>
    /// <exception cref="ScriptException">There is no such voice (<c>voice.unknown</c>).</exception>
    public string Identifier(string id)
    {
        var (voice, variant) = EspeakVariants.Parts(Catalog.Find(id).Id);
        return variant is null ? _identifiers[voice] : _identifiers[voice] + EspeakVariants.Sign + variant;
    }

    /// <summary>What the engine calls a voice; null where there is none of that id.</summary>
    public string? TryIdentifier(string id) => _identifiers.GetValueOrDefault(id);

    /// <summary>The BCP 47 tag of what the engine calls a language.</summary>
    public static string Tag(string language) => Tags.GetValueOrDefault(language) ?? Canonical(language);

    /// <summary>The usual case: <c>en-US</c>, <c>zh-Hans</c>, <c>en-GB-x-rp</c>.</summary>
    private static string Canonical(string tag)
    {
        var parts = tag.Split('-');
        for (var i = 1; i < parts.Length && parts[i] != "x"; i++)
        {
            parts[i] = parts[i].Length switch
            {
                2 => parts[i].ToUpperInvariant(),
                4 => char.ToUpperInvariant(parts[i][0]) + parts[i][1..],
                _ => parts[i],
            };
        }

        return string.Join('-', parts);
    }
}
