using System.Collections.Frozen;
using Ruying.Pipeline.Motion;

namespace Ruying.Pipeline.Speech.Programs;

/// <summary>What a speech program calls the sounds of a language.</summary>
internal sealed class PhoneSet
{
    /// <summary>CMU's ARPABET in small letters, as flite's voices and festival's of American English have it (festival's <c>radio_phones.scm</c>).</summary>
    public static readonly PhoneSet Radio = new(
        "aa ɑː, ae æ, ah ʌ, ao ɔː, aw aʊ, ax ə, axr ɚ, ay aɪ, b b, ch tʃ, d d, dh ð, dx ɾ, eh ɛ, el əl, em m̩, en n̩, er ɝ, ey eɪ, f f, g ɡ, "
        + "hh h, hv ɦ, ih ɪ, iy iː, jh dʒ, k k, l l, m m, n n, ng ŋ, nx n, ow oʊ, oy ɔɪ, p p, r ɹ, s s, sh ʃ, t t, th θ, uh ʊ, uw uː, v v, "
        + "w w, y j, z z, zh ʒ, pau _, h# _, brth _, ssil _");

    /// <summary>A sound that no table knows counts as this, as in <see cref="IpaAlphabet"/>.</summary>
    private const string Unknown = "ə";

    private readonly FrozenDictionary<string, string> _sounds;

    /// <param name="table">Names and IPA, separated by commas; <c>_</c> is a pause.</param>
    public PhoneSet(string table) => _sounds = table.Split(", ").Select(entry => entry.Split(' ')).ToFrozenDictionary(entry => entry[0], entry => entry[1]);

    /// <summary>All names, without the marks of length and stress.</summary>
    public IEnumerable<string> Names => _sounds.Keys;

    /// <summary>Reads a name; a colon at its end is length, a 1 the primary stress.</summary>
    /// <returns>IPA, and whether the name itself says that it is stressed.</returns>
    public (string Ipa, bool IsStressed) Read(string name)
    {
        if (_sounds.TryGetValue(name, out var ipa))
        {
            return (ipa, false);
        }

        return name switch
        {
            [.. var plain, ':'] when _sounds.TryGetValue(plain, out ipa) => (ipa + "ː", false),
            [.. var plain, '1'] when _sounds.TryGetValue(plain, out ipa) => (ipa, true),
            _ => (Unknown, false),
        };
    }

    /// <summary>Whether a sound is a vowel; only those are stressed.</summary>
    public static bool IsVowel(string ipa) => IpaAlphabet.Read(ipa) is [{ Manner: Manner.Vowel }, ..];
}
