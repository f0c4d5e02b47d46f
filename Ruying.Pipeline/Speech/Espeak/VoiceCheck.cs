using System.Globalization;
using System.Text.RegularExpressions;
using Ruying.Pipeline.Motion;

namespace Ruying.Pipeline.Speech.Espeak;

/// <summary>How a voice of espeak-ng reads a sentence in its language's usual spelling, judged by the sounds that it makes of it.</summary>
/// <param name="Voice">The voice.</param>
/// <param name="Sentence">What was read: the first words of the Declaration of Human Rights, or numbers where no sentence is known.</param>
/// <param name="Sounds">Speech sounds that it made.</param>
/// <param name="Foreign">Share of them, 0 to 1, read by the rules of another language.</param>
/// <param name="PerLetter">Sounds for each letter or vowel sign: 0.5 to 1.7 in alphabets, 3.5 at most where a character is a syllable.</param>
/// <param name="Vowelless">Share of the words, 0 to 1, that came out as three consonants or more without a vowel.</param>
/// <param name="Ipa">What it said.</param>
public sealed partial record VoiceCheck(Voice Voice, string Sentence, int Sounds, double Foreign, double PerLetter, double Vowelless, string Ipa)
{
    private const double MostForeign = 0.05, LeastPerLetter = 0.45, MostPerLetter = 1.7, MostPerSyllable = 3.5, MostVowelless = 0.1;

    /// <summary>Whether it read the sentence rather than spelled it, switched language, or left its vowels out.</summary>
    public bool IsReadWell => Foreign <= MostForeign && Vowelless <= MostVowelless && PerLetter >= LeastPerLetter
        && PerLetter <= (Sentence.Any(IsSyllable) ? MostPerSyllable : MostPerLetter);

    /// <summary>What is wrong; empty where nothing is.</summary>
    public string Reason => IsReadWell ? ""
        : Foreign > MostForeign ? "reads in another language"
        : Vowelless > MostVowelless ? "leaves vowels out"
        : PerLetter < LeastPerLetter ? "leaves letters out" : "names its letters";

    /// <summary>Judges a reading.</summary>
    /// <param name="voice">The voice.</param>
    /// <param name="sentence">What was read.</param>
    /// <param name="transcript">The engine's, a clause each, its switches of language in it.</param>
    internal static VoiceCheck From(Voice voice, string sentence, IReadOnlyList<string> transcript)
    {
        var (sounds, foreign, words, vowelless) = (0, 0, 0, 0);
        var isForeign = false;
        foreach (var clause in transcript)
        {
            foreach (var word in Switch().Replace(clause, " $0 ").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (PhonemeNames.IsLanguageSwitch(word))
                {
                    isForeign = !isForeign;
                    continue;
                }

                string[] made = [.. word.Split(TranscribedClause.Separator).Select(name => PhonemeNames.Clean(name).Ipa).Where(ipa => IpaAlphabet.Read(ipa).Count > 0)];
                sounds += made.Length;
                foreign += isForeign ? made.Length : 0;
                words += made.Length > 0 ? 1 : 0;
                vowelless += made.Length >= 3 && !made.Any(IsVowel) ? 1 : 0;
            }
        }

        var letters = sentence.EnumerateRunes().Count(rune => System.Text.Rune.IsLetter(rune) || System.Text.Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.SpacingCombiningMark or UnicodeCategory.NonSpacingMark);

        // Numbers are words, and have no letters to count.
        var perLetter = letters > 0 ? (double)sounds / letters : sounds > 0 ? 1 : 0;
        return new VoiceCheck(voice, sentence, sounds, (double)foreign / Math.Max(1, sounds), perLetter, (double)vowelless / Math.Max(1, words),
            string.Join(" / ", transcript.Select(clause => clause.Replace(TranscribedClause.Separator.ToString(), "", StringComparison.Ordinal).Trim())));
    }

    /// <summary>A syllabic consonant is a vowel here.</summary>
    private static bool IsVowel(string ipa) => ipa.Contains('\u0329', StringComparison.Ordinal) || IpaAlphabet.Read(ipa).Any(gesture => gesture.Manner == Manner.Vowel);

    /// <summary>Han, Hangul, Ethiopic and Cherokee write syllables.</summary>
    private static bool IsSyllable(char c) => c is (>= '\u1200' and <= '\u139F') or (>= '\u13A0' and <= '\u13FF') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7A3');

    [GeneratedRegex(@"\([a-z-]*\)")]
    private static partial Regex Switch();
}
