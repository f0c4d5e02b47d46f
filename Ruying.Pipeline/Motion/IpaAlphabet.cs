using System.Collections.Frozen;
using System.Globalization;

namespace Ruying.Pipeline.Motion;

/// <summary>Reads a speech sound in IPA, in any language that espeak-ng speaks. Never throws: an unknown mark is passed over, an unknown letter counts as schwa.</summary>
public static class IpaAlphabet
{
    private const char Tilde = '\u0303';
    private const char RingBelow = '\u0325';
    private const char RingAbove = '\u030A';
    private static readonly Articulation Schwa = new(Place.None, Manner.Vowel, true, 0, 0.5f, 0.5f);
    private static readonly FrozenDictionary<char, Articulation> Letters = Build();

    /// <summary>The gestures of one sound in order: two for a diphthong or an affricate, none for a pause.</summary>
    /// <param name="ipa">Such as <c>p</c>, <c>aɪ</c>, <c>tʃ</c>, <c>ɑ̃</c>; <c>_</c> or nothing is a pause. Stress and tone marks are passed over.</param>
    public static IReadOnlyList<Articulation> Read(string ipa)
    {
        ArgumentNullException.ThrowIfNull(ipa);
        var gestures = new List<Articulation>(3);
        foreach (var letter in ipa)
        {
            Add(gestures, letter);
        }

        return gestures;
    }

    /// <summary>Whether a letter stands for a sound.</summary>
    public static bool IsLetter(char letter) => Letters.ContainsKey(letter);

    private static void Add(List<Articulation> gestures, char letter)
    {
        if (Letters.TryGetValue(letter, out var gesture))
        {
            gestures.Add(gesture);
        }
        else if (gestures.Count > 0 && Modify(gestures[^1], letter) is { } changed)
        {
            gestures[^1] = changed;
        }
        else if (char.IsLetter(letter) && CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.ModifierLetter)
        {
            gestures.Add(Schwa);
        }
    }

    private static Articulation? Modify(Articulation gesture, char mark) => mark switch
    {
        'ː' or 'ˑ' or ':' => gesture with { Lengthened = true },
        Tilde => gesture with { Nasal = true },
        RingBelow or RingAbove => gesture with { Voiced = false },
        'ʷ' => gesture with { Rounding = 1 },
        '˞' => gesture with { Rhotic = true },
        _ => null,
    };

    private static FrozenDictionary<char, Articulation> Build()
    {
        var letters = new Dictionary<char, Articulation>();
        void Consonants(Place place, Manner manner, string voiceless, string voiced, bool sibilant = false, float rounding = 0, bool rhotic = false)
        {
            foreach (var letter in voiceless + voiced)
            {
                letters[letter] = new Articulation(
                    place, manner, voiced.Contains(letter, StringComparison.Ordinal), rounding,
                    Sibilant: sibilant, Nasal: manner == Manner.Nasal, Rhotic: rhotic);
            }
        }

        Consonants(Place.Bilabial, Manner.Plosive, "pʘ", "bɓ");
        Consonants(Place.Bilabial, Manner.Nasal, "", "m");
        Consonants(Place.Bilabial, Manner.Fricative, "ɸ", "β");
        Consonants(Place.Bilabial, Manner.Trill, "", "ʙ");
        Consonants(Place.Labiodental, Manner.Fricative, "f", "v");
        Consonants(Place.Labiodental, Manner.Nasal, "", "ɱ");
        Consonants(Place.Labiodental, Manner.Approximant, "", "ʋⱱ");
        Consonants(Place.Dental, Manner.Fricative, "θ", "ð");
        Consonants(Place.Alveolar, Manner.Plosive, "tǀǃ", "dɗ");
        Consonants(Place.Alveolar, Manner.Nasal, "", "n");
        Consonants(Place.Alveolar, Manner.Fricative, "s", "z", sibilant: true);
        Consonants(Place.Alveolar, Manner.Fricative, "ɬ", "ɮ");
        Consonants(Place.Alveolar, Manner.Approximant, "ǁ", "lɫ");
        Consonants(Place.Alveolar, Manner.Trill, "", "rɾɺ", rhotic: true);
        Consonants(Place.Postalveolar, Manner.Approximant, "", "ɹɻ", rounding: 0.5f, rhotic: true);
        Consonants(Place.Postalveolar, Manner.Fricative, "ʃ", "ʒ", sibilant: true, rounding: 0.5f);
        Consonants(Place.Postalveolar, Manner.Fricative, "ʂɕ", "ʐʑ", sibilant: true);
        Consonants(Place.Postalveolar, Manner.Fricative, "ɧ", "");
        Consonants(Place.Postalveolar, Manner.Plosive, "ʈ", "ɖ");
        Consonants(Place.Postalveolar, Manner.Nasal, "", "ɳ");
        Consonants(Place.Postalveolar, Manner.Approximant, "", "ɭ");
        Consonants(Place.Postalveolar, Manner.Trill, "", "ɽ", rhotic: true);
        Consonants(Place.Palatal, Manner.Plosive, "cǂ", "ɟʄ");
        Consonants(Place.Palatal, Manner.Nasal, "", "ɲ");
        Consonants(Place.Palatal, Manner.Fricative, "ç", "ʝ");
        Consonants(Place.Palatal, Manner.Approximant, "", "jʎ");
        Consonants(Place.Palatal, Manner.Approximant, "", "ɥ", rounding: 1);
        Consonants(Place.Velar, Manner.Plosive, "kq", "gɡɠɢʛ");
        Consonants(Place.Velar, Manner.Nasal, "", "ŋɴ");
        Consonants(Place.Velar, Manner.Fricative, "xχ", "ɣʁ");
        Consonants(Place.Velar, Manner.Approximant, "", "ɰʟ");
        Consonants(Place.Velar, Manner.Approximant, "ʍ", "w", rounding: 1);
        Consonants(Place.Velar, Manner.Trill, "", "ʀ", rhotic: true);
        Consonants(Place.Glottal, Manner.Plosive, "ʔʡ", "");
        Consonants(Place.Glottal, Manner.Fricative, "hħʜ", "ɦʕʢ");

        void Vowels(float openness, string spread, string rounded)
        {
            for (var i = 0; i < 3; i++)
            {
                if (spread[i] != ' ')
                {
                    letters[spread[i]] = new Articulation(Place.None, Manner.Vowel, true, 0, openness, i / 2f);
                }

                if (rounded[i] != ' ')
                {
                    letters[rounded[i]] = new Articulation(Place.None, Manner.Vowel, true, 1, openness, i / 2f);
                }
            }
        }

        // Columns: front, central, back.
        Vowels(0, "iɨɯ", "yʉu");
        Vowels(0.15f, "ɪ  ", "ʏ ʊ");
        Vowels(0.3f, "eɘɤ", "øɵo");
        Vowels(0.5f, " ə ", "   ");
        Vowels(0.65f, "ɛɜʌ", "œɞɔ");
        Vowels(0.85f, "æɐ ", "   ");
        Vowels(1, "a ɑ", "ɶ ɒ");
        letters['ᵻ'] = letters['ɨ'];
        letters['ᵿ'] = letters['ʊ'];
        letters['ɚ'] = letters['ə'] with { Rhotic = true };
        letters['ɝ'] = letters['ɜ'] with { Rhotic = true };
        foreach (var (nasal, plain) in "ãõẽĩũỹ".Zip("aoeiuy"))
        {
            letters[nasal] = letters[plain] with { Nasal = true };
        }

        return letters.ToFrozenDictionary();
    }
}
