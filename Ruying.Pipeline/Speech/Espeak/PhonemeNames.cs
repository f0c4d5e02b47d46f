using System.Text;

namespace Ruying.Pipeline.Speech.Espeak;

/// <summary>The engine's names of sounds, as IPA.</summary>
internal static class PhonemeNames
{
    private const string Retroflexes = "tdnszlr";
    private const string RetroflexIpa = "ʈɖɳʂʐɭɽ";
    private const string Modifiers = "ʲʰʷˠˤːˑ\u0303\u032F\u0329\u031E\u032A";
    private const string ClosedStops = "ptkcqʈʔ";

    /// <summary>A switch of language, such as <c>(en)</c>.</summary>
    public static bool IsLanguageSwitch(string name) => name is ['(', .., ')'];

    /// <summary>A mark that the engine reports on its own and that belongs to the sound before it.</summary>
    public static bool IsModifier(string ipa) => ipa.Length > 0 && ipa.All(Modifiers.Contains);

    /// <summary>Whether the sound starts with the breath held and nothing heard: the engine reports it only when it bursts.</summary>
    public static bool HasSilentClosure(string ipa) => ipa.Length > 0 && ClosedStops.Contains(ipa[0]);

    /// <summary>Takes a name apart.</summary>
    /// <param name="name">As reported: <c>ˈaɪ</c>, <c>ts.h</c>, <c>u"</c>, <c>ə2</c>.</param>
    /// <returns>IPA without stress, tone digits and the engine's own marks; empty for pauses and tones. Stress is 0, 1 or 2.</returns>
    public static (string Ipa, int Stress) Clean(string name)
    {
        var ipa = new StringBuilder(name.Length);
        var stress = 0;
        foreach (var c in name)
        {
            switch (c)
            {
                case 'ˈ':
                    stress = 2;
                    break;
                case 'ˌ':
                    stress = Math.Max(stress, 1);
                    break;
                case '.':
                    MakeRetroflex(ipa);
                    break;
                case 'h' when ipa.Length > 0:
                    ipa.Append('ʰ');
                    break;
                case >= '0' and <= '9' or '-' or '"' or '\'' or '|' or '*' or '_' or ':' or ';' or '~' or '^' or '#' or ' ':
                    break;
                default:
                    ipa.Append(c);
                    break;
            }
        }

        // Pinyin's -ong is one sound with two signs to the engine, the second a plain g.
        ipa.Replace("onɡ", "oŋ");
        return (ipa.ToString(), stress);
    }

    /// <summary>The stress of each sound, by lining the sounds that were heard up with the transcript that has the marks.</summary>
    /// <param name="heard">Clean names in order.</param>
    /// <param name="transcript">A string a clause, sounds separated by U+001F, words by a blank.</param>
    public static int[] Stresses(IReadOnlyList<string> heard, IReadOnlyList<string> transcript)
    {
        var written = transcript
            .SelectMany(clause => clause.Split(['\u001F', ' '], StringSplitOptions.RemoveEmptyEntries))
            .Where(name => !IsLanguageSwitch(name))
            .Select(Clean)
            .Where(sound => sound.Ipa.Length > 0)
            .ToArray();
        return Align(heard, written);
    }

    /// <summary>The cheapest alignment; a gap costs 2, a pair of unlike sounds 3, or 1 where they begin alike.</summary>
    private static int[] Align(IReadOnlyList<string> heard, (string Ipa, int Stress)[] written)
    {
        var costs = new int[heard.Count + 1, written.Length + 1];
        for (var i = 0; i <= heard.Count; i++)
        {
            for (var j = 0; j <= written.Length; j++)
            {
                costs[i, j] = (i, j) switch
                {
                    (0, _) => 2 * j,
                    (_, 0) => 2 * i,
                    _ => Math.Min(
                        costs[i - 1, j - 1] + Cost(heard[i - 1], written[j - 1].Ipa), Math.Min(costs[i - 1, j], costs[i, j - 1]) + 2),
                };
            }
        }

        var stresses = new int[heard.Count];
        for (int i = heard.Count, j = written.Length; i > 0 && j > 0;)
        {
            if (costs[i, j] == costs[i - 1, j - 1] + Cost(heard[i - 1], written[j - 1].Ipa))
            {
                stresses[--i] = written[--j].Stress;
            }
            else if (costs[i, j] == costs[i - 1, j] + 2)
            {
                i--;
            }
            else
            {
                j--;
            }
        }

        return stresses;
    }

    private static int Cost(string heard, string written) => heard == written ? 0 : heard[0] == written[0] ? 1 : 3;

    /// <summary>The engine writes retroflex sounds with a dot after the letter; vowels it only colours with it.</summary>
    private static void MakeRetroflex(StringBuilder ipa)
    {
        for (var i = ipa.Length - 1; i >= 0 && Retroflexes.IndexOf(ipa[i]) is >= 0 and var letter; i--)
        {
            ipa[i] = RetroflexIpa[letter];
        }
    }
}
