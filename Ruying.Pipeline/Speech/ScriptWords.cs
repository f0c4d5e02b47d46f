using System.Globalization;
using System.Text;

namespace Ruying.Pipeline.Speech;

/// <summary>A stretch of a sentence that is timed as one word.</summary>
/// <param name="Start">In UTF-16 units.</param>
/// <param name="Length">In UTF-16 units.</param>
/// <param name="IsSymbol">An emoji or a sign: it may or may not be spoken.</param>
internal readonly record struct ScriptWord(int Start, int Length, bool IsSymbol)
{
    public int End => Start + Length;
}

/// <summary>
/// Finds the words of a sentence: letters with their marks, digits, and what joins them within a word (<c>can't</c>, <c>3.5</c>);
/// where a script has no blanks (Han, Kana, Thai, Lao, Khmer, Burmese), each character is one.
/// </summary>
internal static class ScriptWords
{
    public static IReadOnlyList<ScriptWord> Find(string sentence)
    {
        var words = new List<ScriptWord>();
        for (var at = 0; at < sentence.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(sentence.AsSpan(at));
            var first = Rune.GetRuneAt(sentence, at);
            if (IsWordRune(first))
            {
                var end = IsUnspaced(first) ? at + length : WordEnd(sentence, at + length);
                words.Add(new ScriptWord(at, end - at, IsSymbol: false));
                at = end;
                continue;
            }

            if (IsSymbol(first))
            {
                words.Add(new ScriptWord(at, length, IsSymbol: true));
            }

            at += length;
        }

        return words;
    }

    private static int WordEnd(string sentence, int at)
    {
        while (at < sentence.Length)
        {
            var rune = Rune.GetRuneAt(sentence, at);
            var joined = at + 1 < sentence.Length && IsJoiner(sentence[at], sentence[at - 1])
                && IsWordRune(Rune.GetRuneAt(sentence, at + 1)) && !IsUnspaced(Rune.GetRuneAt(sentence, at + 1));
            if (!joined && (!IsWordRune(rune) || IsUnspaced(rune)))
            {
                return at;
            }

            at += joined ? 1 : StringInfo.GetNextTextElementLength(sentence.AsSpan(at));
        }

        return at;
    }

    private static bool IsJoiner(char c, char before) =>
        c is '\'' or '’' or 'ʼ' || (c is '.' or ',' && char.IsAsciiDigit(before));

    private static bool IsWordRune(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber;

    private static bool IsSymbol(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.OtherSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.MathSymbol
        || rune.Value is '&' or '%' or '@' or '#';

    private static bool IsUnspaced(Rune rune) => rune.Value
        is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF)
        or (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x20000 and <= 0x3FFFF);
}
