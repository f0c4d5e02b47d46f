using System.Text;
using Ruying.Pipeline.Motion;

namespace Ruying.Pipeline.Speech.Espeak;

/// <summary>
/// Writes IPA in the names that a voice of espeak-ng has for its sounds. A sound that its language lacks is said as the nearest that it has; tones
/// as far as the voice names them by their height, as Mandarin's does.
/// </summary>
internal sealed class EspeakSounds
{
    /// <summary>Between names, so that two are not read as one.</summary>
    private const char Separator = '|';
    private const string WordEnd = "||";
    private const string OwnR = "r";
    private const string ToneLetters = "˩˨˧˦˥";

    private static readonly (string From, string To)[] Spellings =
        [("c\u0327", "ç"), ("g", "ɡ"), ("ʧ", "tʃ"), ("ʤ", "dʒ"), ("ʦ", "ts"), ("ʣ", "dz"), ("ɝ", "ɜː"), (":", "ː"), ("\u0361", ""), ("\u035C", ""), (".", ""), ("‿", ""), ("/", "")];

    private readonly Dictionary<string, string> _names = [];
    private readonly HashSet<string> _tones = [];
    private readonly int _longest;

    /// <param name="sounds">Names and their IPA, from the host.</param>
    public EspeakSounds(IEnumerable<string[]> sounds)
    {
        foreach (var sound in sounds.Where(s => s.Length == 2 && s[0][0] != '#').OrderBy(s => Oddness(s[0])).ThenBy(s => s[0].Length).ThenBy(s => s[0], StringComparer.Ordinal))
        {
            if (sound[0].All(char.IsAsciiDigit) && sound[0].Length > 1 && sound[0] == sound[1])
            {
                _tones.Add(sound[0]);
            }
            else if (Plain(PhonemeNames.Clean(sound[1]).Ipa) is { Length: > 0 } ipa && (IpaAlphabet.Read(ipa).Count > 0 || PhonemeNames.IsModifier(ipa)))
            {
                _names.TryAdd(ipa, sound[0]);
            }
        }

        // Dictionaries write r for whatever r their language has.
        if (_names.ContainsValue(OwnR))
        {
            _names["r"] = OwnR;
        }

        _longest = _names.Keys.Select(ipa => ipa.Length).DefaultIfEmpty().Max();
    }

    /// <summary>Writes sounds.</summary>
    /// <param name="pronunciation">What to say.</param>
    /// <param name="voice">Its id, for the error.</param>
    /// <returns>What goes between the brackets.</returns>
    /// <exception cref="ScriptException"><c>script.phoneme_unknown</c>: a sign is no IPA, or no sound of the voice is near.</exception>
    public string Write(Pronunciation pronunciation, string voice)
    {
        var words = Plain(pronunciation.Ipa).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => Word(word, pronunciation, voice)).Where(word => word.Length > 0).ToArray();
        return words.Length > 0 ? string.Join(WordEnd, words) : throw Unknown(pronunciation, voice, pronunciation.Ipa);
    }

    private string Word(string ipa, Pronunciation pronunciation, string voice)
    {
        var names = new List<string>();
        var (stress, lastVowel) = ("", -1);
        for (var at = 0; at < ipa.Length;)
        {
            var c = ipa[at];
            if (c is 'ˈ' or 'ˌ')
            {
                stress = c == 'ˈ' ? "'" : ",";
                at++;
            }
            else if (ToneLetters.Contains(c))
            {
                var end = at;
                while (end < ipa.Length && ToneLetters.Contains(ipa[end]))
                {
                    end++;
                }

                var tone = string.Concat(ipa[at..end].Select(letter => ToneLetters.IndexOf(letter) + 1));
                tone = tone.Length == 1 ? tone + tone : tone;
                if (lastVowel >= 0 && _tones.Contains(tone))
                {
                    names[lastVowel] += tone;
                }

                at = end;
            }
            else if (Next(ipa, at) is var (name, length, isVowel))
            {
                if (isVowel)
                {
                    lastVowel = names.Count;
                }

                // The engine wants stress before the vowel, IPA has it before the syllable.
                names.Add((isVowel ? stress : "") + name);
                stress = isVowel ? "" : stress;
                at += length;
            }
            else if (names.Count > 0 && !char.IsLetterOrDigit(c) | char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.ModifierLetter)
            {
                // A finer mark on a sound that is said without it.
                at++;
            }
            else
            {
                throw Unknown(pronunciation, voice, Rune.GetRuneAt(ipa, at).ToString());
            }
        }

        return string.Join(Separator, names);
    }

    private (string Name, int Length, bool IsVowel)? Next(string ipa, int at)
    {
        for (var length = Math.Min(_longest, ipa.Length - at); length > 0; length--)
        {
            if (_names.TryGetValue(ipa.Substring(at, length), out var name))
            {
                return (name, length, IsSyllable(ipa.Substring(at, length)));
            }
        }

        if (!IpaAlphabet.IsLetter(ipa[at]))
        {
            return null;
        }

        var isLong = at + 1 < ipa.Length && ipa[at + 1] == 'ː';
        var wanted = IpaAlphabet.Read(ipa.Substring(at, isLong ? 2 : 1))[0];
        var nearest = _names.Select(known => (known.Value, Gestures: IpaAlphabet.Read(known.Key), known.Key))
            .Where(known => known.Gestures.Count == 1 && (known.Gestures[0].Manner == Manner.Vowel) == (wanted.Manner == Manner.Vowel))
            .OrderBy(known => Distance(wanted, known.Gestures[0])).ThenBy(known => known.Key.Length).ThenBy(known => known.Key, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.Value is null ? null : (nearest.Value, isLong ? 2 : 1, wanted.Manner == Manner.Vowel);
    }

    private static bool IsSyllable(string ipa) => ipa.Contains('\u0329', StringComparison.Ordinal) || IpaAlphabet.Read(ipa).Any(gesture => gesture.Manner == Manner.Vowel);

    /// <summary>Weights by ear: what is heard as another sound altogether counts most.</summary>
    private static double Distance(Articulation a, Articulation b)
    {
        var both = (a.Nasal != b.Nasal ? 1 : 0) + (a.Rhotic != b.Rhotic ? 0.8 : 0) + (a.Lengthened != b.Lengthened ? 0.1 : 0);
        return a.Manner == Manner.Vowel
            ? both + (2 * Math.Abs(a.Openness - b.Openness)) + (1.2 * Math.Abs(a.Backness - b.Backness)) + (0.8 * Math.Abs(a.Rounding - b.Rounding))
            : both + (a.Manner != b.Manner ? 1 : 0) + (0.4 * Math.Abs((int)a.Place - (int)b.Place)) + (a.Voiced != b.Voiced ? 0.6 : 0) + (a.Sibilant != b.Sibilant ? 0.6 : 0) + (0.3 * Math.Abs(a.Rounding - b.Rounding));
    }

    /// <summary>One spelling of what IPA is written in several ways; no ties and no marks between syllables.</summary>
    internal static string Plain(string ipa) =>
        Spellings.Aggregate(LetterComposition.Decompose(ipa), (now, pair) => now.Replace(pair.From, pair.To, StringComparison.Ordinal));

    /// <summary>Names with more marks are rarer variants of the same sound.</summary>
    private static int Oddness(string name) => name.Count(c => !char.IsAsciiLetter(c) && c is not (':' or '@' or '?'));

    private static ScriptException Unknown(Pronunciation pronunciation, string voice, string sign) => new(
        "script.phoneme_unknown", $"{pronunciation.Where}: the voice {voice} cannot say “{sign}” of “{pronunciation.Ipa}”; write it in IPA, with sounds of its language.");
}
