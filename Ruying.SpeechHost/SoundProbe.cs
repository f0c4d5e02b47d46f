namespace Ruying.SpeechHost;

/// <summary>Finds what a voice can be told to say: the engine's own names of its sounds, each with the IPA that the engine writes for it.</summary>
internal sealed class SoundProbe(EspeakLibrary library)
{
    /// <summary>What some languages put before an r; it has no IPA.</summary>
    private const string Glide = "@-";
    private const char Separator = '\u001F';

    /// <summary>Where a sound stands alone between known ones: a vowel under stress, a consonant before a vowel, a tone after one.</summary>
    private static readonly (string Before, string After, int Index)[] Frames = [("p|'", "|p", 1), ("", "|'a", 0), ("m|a", "", 1)];

    /// <summary>Mnemonics and their IPA, for the voice that is selected. The library must have been told to read mnemonics.</summary>
    public IReadOnlyList<string[]> Find(IEnumerable<string> mnemonics)
    {
        var found = new List<string[]>();
        foreach (var mnemonic in mnemonics.Where(name => name.Length > 0 && name != Glide && name.All(c => c > ' ') && name.IndexOfAny(['|', '[', ']', '_', '(', ')', '\'', ',', '%', '=']) < 0))
        {
            foreach (var frame in Frames)
            {
                if (Probe(mnemonic, frame.Before, frame.After, frame.Index) is { } ipa)
                {
                    found.Add([mnemonic, ipa]);
                    break;
                }
            }
        }

        return found;
    }

    /// <summary>The IPA where the engine read the mnemonic as one sound and left its neighbours alone; else null. A tone's is its mnemonic.</summary>
    private string? Probe(string mnemonic, string before, string after, int index)
    {
        var text = $"[[{before}{mnemonic}{after}]]";
        var (names, ipa) = (Sounds(text, asIpa: false), Sounds(text, asIpa: true));
        if (after.Length == 0)
        {
            return mnemonic.All(char.IsAsciiDigit) && names is ["m", var vowel] && vowel == "a" + mnemonic ? mnemonic : null;
        }

        return names.Length == index + 2 && ipa.Length == names.Length && names[index].Trim('\'') == mnemonic && names[1].StartsWith('\'') ? ipa[index].Trim('ˈ') : null;
    }

    private string[] Sounds(string text, bool asIpa) =>
        library.Transcribe(text, asIpa).SelectMany(clause => clause.Sounds.Split([Separator, ' '], StringSplitOptions.RemoveEmptyEntries)).Where(sound => sound is not ("_|" or Glide)).ToArray();
}
