using System.Globalization;
using System.Text;

namespace Ruying.Pipeline.Captions;

/// <summary>Where lines may be broken between two letters that no blank parts (after UAX 14, the parts that speech needs).</summary>
internal static class BreakRules
{
    // Small kana, the long vowel's mark and the repetition marks belong to what stands before them (JIS X 4051).
    private const string NeverFirst = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶー々〻ゝゞヽヾ";

    // Vowels that Thai and Lao write before, or after, the consonant of their syllable.
    private const string VowelsBefore = "เแโใไເແໂໃໄ";
    private const string VowelsAfter = "ะาำๅๆฯະາຳໆຯ";

    private const string ClauseMarks = ",;:、，；：،؛—–";

    /// <summary>Whether lines may break between two letters.</summary>
    public static bool MayBreak(Rune before, Rune after) =>
        !IsOpening(before) && !IsHanging(after)
        && (HasNoBlanks(before) || HasNoBlanks(after) || before.Value == '—');

    /// <summary>Whether a word that is too long may be cut there.</summary>
    public static bool MayCut(Rune before, Rune after) =>
        !(before.IsBmp && VowelsBefore.Contains((char)before.Value)) && !(after.IsBmp && VowelsAfter.Contains((char)after.Value));

    /// <summary>Whether a unit ends with a comma or the like, closing quotes aside.</summary>
    public static bool EndsClause(string text)
    {
        var end = text.Length - 1;
        while (end > 0 && IsClosing(new Rune(char.IsSurrogate(text[end]) ? ' ' : text[end])))
        {
            end--;
        }

        return ClauseMarks.Contains(text[end]);
    }

    /// <summary>A bracket or quote that opens, or a Spanish mark that stands first.</summary>
    public static bool IsOpening(Rune rune) => rune.Value is '¿' or '¡'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OpenPunctuation or UnicodeCategory.InitialQuotePunctuation;

    /// <summary>Whether there is nothing but signs in a text: it belongs to its neighbour.</summary>
    public static bool IsMarks(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsPunctuation(rune))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsClosing(Rune rune) => rune.Value is '"' or '\''
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.ClosePunctuation or UnicodeCategory.FinalQuotePunctuation;

    // Signs stay with what stands before them, except those that open.
    private static bool IsHanging(Rune rune) =>
        (Rune.IsPunctuation(rune) && !IsOpening(rune)) || rune.Value is '%' or '°'
        || (rune.IsBmp && NeverFirst.Contains((char)rune.Value));

    // Han and Kana with their punctuation; Hangul has blanks.
    private static bool HasNoBlanks(Rune rune) => rune.Value
        is (>= 0x2E80 and <= 0x312F) or (>= 0x3190 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFF00 and <= 0xFF60) or (>= 0x20000 and <= 0x3FFFD);
}
