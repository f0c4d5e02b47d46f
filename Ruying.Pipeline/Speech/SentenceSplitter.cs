using System.Collections.Frozen;
using System.Globalization;

namespace Ruying.Pipeline.Speech;

/// <summary>Cuts text into sentences, by punctuation that most scripts share.</summary>
internal static class SentenceSplitter
{
    /// <summary>The engine cuts clauses on its own at about twice this.</summary>
    public const int MaxPiece = 400;

    private const string Full = "。！？｡．";
    private const string Spaced = ".!?…؟۔।॥։።។๚༎";
    private const string Closing = "\"'”’»›)]}」』）】》〉］";
    private const string ClausePunctuation = ",;:、，；：،؛—–";

    private static readonly FrozenSet<string> Abbreviations = FrozenSet.ToFrozenSet(
        [
            "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "etc", "no", "fig", "e.g", "i.e", "approx",
            "z.b", "d.h", "u.a", "bzw", "usw", "nr", "str", "hr", "fr", "sra", "sr", "srta", "ud", "uds", "mme", "mlle", "av",
            "sig", "dott", "ecc", "т.е", "т.д", "т.п", "г", "ул", "डॉ",
        ],
        StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<ScriptSentence> Split(NormalizedText text)
    {
        var sentences = new List<ScriptSentence>();
        var start = 0;
        while (start < text.Text.Length)
        {
            var (end, next, kind) = FindEnd(text.Text, start);
            AddPieces(text, start, end, kind, sentences);
            start = next;
        }

        return sentences;
    }

    private static (int End, int Next, ScriptBreak Kind) FindEnd(string text, int start)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '\n' && LineBreak(text, start, i) is { } kind)
            {
                return (i, i + 1, kind);
            }

            if (IsEnd(text, start, i))
            {
                var end = i + 1;
                while (end < text.Length && (Closing.Contains(text[end]) || Full.Contains(text[end]) || Spaced.Contains(text[end])))
                {
                    end++;
                }

                var next = end;
                while (next < text.Length && char.IsWhiteSpace(text[next]))
                {
                    next++;
                }

                return (end, next, IsParagraph(text, end, next) ? ScriptBreak.Paragraph : ScriptBreak.Sentence);
            }
        }

        return (text.Length, text.Length, ScriptBreak.Paragraph);
    }

    /// <summary>A blank line ends a paragraph; a line's end a sentence, unless the next goes on with a small letter.</summary>
    private static ScriptBreak? LineBreak(string text, int start, int at)
    {
        var next = at;
        while (next < text.Length && char.IsWhiteSpace(text[next]))
        {
            next++;
        }

        if (IsParagraph(text, at, next))
        {
            return ScriptBreak.Paragraph;
        }

        return next < text.Length && char.IsLower(text[next]) && !string.IsNullOrWhiteSpace(text[start..at]) ? null : ScriptBreak.Sentence;
    }

    private static bool IsParagraph(string text, int from, int to) =>
        to == text.Length || text.AsSpan(from, to - from).Count('\n') >= 2;

    private static bool IsEnd(string text, int start, int at)
    {
        if (Full.Contains(text[at]))
        {
            return true;
        }

        if (!Spaced.Contains(text[at]))
        {
            return false;
        }

        var after = at + 1;
        while (after < text.Length && (Closing.Contains(text[after]) || Spaced.Contains(text[after])))
        {
            after++;
        }

        if (after < text.Length && !char.IsWhiteSpace(text[after]))
        {
            return IsWideLetter(text[after]);
        }

        return text[at] != '.' || !GoesOn(text, start, at, after);
    }

    /// <summary>A dot after an abbreviation or an initial, or before a small letter, ends nothing.</summary>
    private static bool GoesOn(string text, int start, int dot, int after)
    {
        while (after < text.Length && char.IsWhiteSpace(text[after]))
        {
            after++;
        }

        if (after == text.Length)
        {
            return false;
        }

        var word = dot;
        while (word > start && (char.IsLetter(text[word - 1]) || text[word - 1] == '.'))
        {
            word--;
        }

        var before = text[word..dot];
        var isInitial = before.Length == 1 && char.IsUpper(before[0]) && before[0] != 'I';
        // German dates: “24. November”.
        var isDay = before.Length == 0 && dot > start && char.IsAsciiDigit(text[dot - 1])
            && MonthNames.ByLanguage["de"].Any(month => text.AsSpan(after).StartsWith(month, StringComparison.Ordinal));
        return isDay || isInitial || Abbreviations.Contains(before) || char.IsLower(text[after]);
    }

    /// <summary>Scripts that put no blank between sentences.</summary>
    private static bool IsWideLetter(char c) => c is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF');

    private static void AddPieces(NormalizedText text, int start, int end, ScriptBreak kind, List<ScriptSentence> sentences)
    {
        while (end - start > MaxPiece)
        {
            var cut = Cut(text.Text, start, start + MaxPiece);
            Add(text, start, cut, ScriptBreak.Clause, sentences);
            start = cut;
        }

        if (!Add(text, start, end, kind, sentences) && kind == ScriptBreak.Paragraph && sentences is [.., var last])
        {
            // Nothing but white space or dashes before the paragraph's end: the sentence before it was its last.
            sentences[^1] = last.EndingWith(kind);
        }
    }

    /// <summary>The last good place to cut between half of the piece and all of it.</summary>
    private static int Cut(string text, int start, int end)
    {
        var middle = start + (end - start) / 2;
        for (var i = end - 1; i > middle; i--)
        {
            if (ClausePunctuation.Contains(text[i]))
            {
                return i + 1;
            }
        }

        for (var i = end - 1; i > middle; i--)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                return i + 1;
            }
        }

        var cut = start;
        while (true)
        {
            var length = StringInfo.GetNextTextElementLength(text.AsSpan(cut));
            if (cut + length > end)
            {
                return cut > start ? cut : CutWithinElement(text, end);
            }

            cut += length;
        }
    }

    private static int CutWithinElement(string text, int end) => char.IsLowSurrogate(text[end]) ? end - 1 : end;

    private static bool Add(NormalizedText text, int start, int end, ScriptBreak kind, List<ScriptSentence> sentences)
    {
        while (start < end && char.IsWhiteSpace(text.Text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text.Text[end - 1]))
        {
            end--;
        }

        var piece = text.Text[start..end].Replace('\n', ' ');
        if (ScriptWords.Find(piece).Count == 0)
        {
            return false;
        }

        sentences.Add(new ScriptSentence(piece, text.Starts[start..end], text.Ends[start..end], kind));
        return true;
    }
}
