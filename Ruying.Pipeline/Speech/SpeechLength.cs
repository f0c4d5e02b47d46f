using System.Text;

namespace Ruying.Pipeline.Speech;

/// <summary>Keeps speech within <see cref="Script.MaxSeconds"/>.</summary>
internal static class SpeechLength
{
    /// <summary>Nobody says more: espeak-ng, the fastest engine here, says 15 Latin letters and 5 Chinese characters a second at rate 1.</summary>
    private const double MostLetters = 40, MostCharacters = 12;

    /// <summary>Refuses a script that cannot be short enough however it is read.</summary>
    /// <param name="script">The script.</param>
    /// <param name="language">The voice's, a BCP 47 tag.</param>
    /// <param name="rate">Speed of the whole, 0.5 to 2.</param>
    /// <exception cref="ScriptException"><c>script.too_long</c>.</exception>
    public static void RequireLeast(Script script, string language, double rate)
    {
        // Characters of other scripts may be passed over by a voice that does not know them: only those that it must read count.
        var isChinese = LanguageVoices.Primary(language) is "zh" or "yue" or "hak";
        double Least(ScriptSentence sentence) => (sentence.Pause ?? 0)
            + (sentence.Text.Count(char.IsAsciiLetter) / MostLetters / Math.Clamp(rate * sentence.Style.Rate, 0.5, 2))
            + (isChinese && sentence.Style.Language is null ? sentence.Text.EnumerateRunes().Count(IsHan) / MostCharacters / Math.Clamp(rate * sentence.Style.Rate, 0.5, 2) : 0);
        Require(script.Sentences.Sum(Least));
    }

    /// <summary>Refuses what is too long.</summary>
    /// <param name="seconds">Said so far, or to be said at least.</param>
    /// <exception cref="ScriptException"><c>script.too_long</c>.</exception>
    public static void Require(double seconds)
    {
        if (seconds > Script.MaxSeconds)
        {
            throw new ScriptException(
                "script.too_long", FormattableString.Invariant($"The script takes over {Script.MaxSeconds / 60:0} minutes to say; split it into several videos, or raise the rate."));
        }
    }

    private static bool IsHan(Rune rune) => rune.Value is (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF);
}
