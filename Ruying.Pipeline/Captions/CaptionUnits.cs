using System.Globalization;
using System.Text;
using Ruying.Pipeline.Speech;

namespace Ruying.Pipeline.Captions;

/// <summary>Takes a script apart into units with times: all of it, once and in order, blanks and what cannot be seen left out.</summary>
internal static class CaptionUnits
{
    /// <summary>How many columns early a word that is too long may be cut, so that no letter is torn from its vowel.</summary>
    private const int CutSlack = 3;

    private const char ZeroWidthNonJoiner = '\u200C';
    private const char ZeroWidthJoiner = '\u200D';
    private const char NoBreakSpace = '\u00A0';
    private const char NarrowNoBreakSpace = '\u202F';

    /// <summary>A stretch of the script.</summary>
    private readonly record struct Piece(int From, int To, bool SpaceBefore, bool IsCut);

    public static List<CaptionUnit> From(Script given, IReadOnlyList<WordTiming> words, int columns)
    {
        var (script, sentences) = (given.Text, given.Sentences);
        var pieces = Join(script, [.. Chunks(script).SelectMany(c => Parts(script, c, columns))], columns);
        var times = Times(pieces, words);
        var units = new List<CaptionUnit>(pieces.Count);
        var sentence = 0;
        for (var i = 0; i < pieces.Count; i++)
        {
            var text = Visible(script.AsSpan(pieces[i].From, pieces[i].To - pieces[i].From));
            var last = i + 1 == pieces.Count;
            var quality = last ? BreakQuality.Paragraph
                : pieces[i + 1].IsCut ? BreakQuality.Cut
                : BreakRules.EndsClause(text) ? BreakQuality.Clause
                : pieces[i + 1].SpaceBefore ? BreakQuality.Word : BreakQuality.Letter;
            while (!last && sentence + 1 < sentences.Count && sentences[sentence + 1].Offset <= pieces[i + 1].From)
            {
                quality = sentences[sentence].Break switch
                {
                    ScriptBreak.Paragraph => BreakQuality.Paragraph,
                    ScriptBreak.Sentence => BreakQuality.Sentence,
                    _ => quality,
                };
                sentence++;
            }

            units.Add(new CaptionUnit(text, pieces[i].SpaceBefore, times[i].Start, times[i].End, quality));
        }

        return units;
    }

    private static IEnumerable<Piece> Chunks(string script)
    {
        for (var at = 0; at < script.Length;)
        {
            var start = at;
            while (at < script.Length && !IsBlank(script[at]))
            {
                at++;
            }

            if (at > start && Visible(script.AsSpan(start, at - start)).Length > 0)
            {
                yield return new Piece(start, at, SpaceBefore: true, IsCut: false);
            }

            at++;
        }
    }

    // A blank that does not break is a letter here.
    private static bool IsBlank(char c) => (char.IsWhiteSpace(c) || char.IsControl(c)) && c is not (NoBreakSpace or NarrowNoBreakSpace);

    // A chunk ends where a blank is, a part where a line may break; a part wider than a line is cut.
    private static IEnumerable<Piece> Parts(string script, Piece chunk, int columns)
    {
        var start = chunk.From;
        var before = default(Rune);
        for (var at = chunk.From; at < chunk.To; at += StringInfo.GetNextTextElementLength(script.AsSpan(at, chunk.To - at)))
        {
            Rune.DecodeFromUtf16(script.AsSpan(at), out var rune, out _);
            if (at > start && BreakRules.MayBreak(before, rune))
            {
                foreach (var piece in Cuts(script, new Piece(start, at, start == chunk.From, IsCut: false), columns))
                {
                    yield return piece;
                }

                start = at;
            }

            before = rune;
        }

        foreach (var piece in Cuts(script, new Piece(start, chunk.To, start == chunk.From, IsCut: false), columns))
        {
            yield return piece;
        }
    }

    private static IEnumerable<Piece> Cuts(string script, Piece part, int columns)
    {
        var start = part.From;
        var before = default(Rune);
        var width = 0;
        var isWide = TextColumns.Of(script.AsSpan(part.From, part.To - part.From)) > columns;
        for (var at = part.From; isWide && at < part.To; at += StringInfo.GetNextTextElementLength(script.AsSpan(at, part.To - at)))
        {
            Rune.DecodeFromUtf16(script.AsSpan(at), out var rune, out _);
            var element = TextColumns.OfElement(script.AsSpan(at));
            var room = columns - width - element;
            if (room < 0 || (room < CutSlack && at > start && BreakRules.MayCut(before, rune)))
            {
                yield return part with { From = start, To = at, SpaceBefore = part.SpaceBefore && start == part.From, IsCut = start > part.From };
                (start, width) = (at, 0);
            }

            width += element;
            before = rune;
        }

        yield return part with { From = start, SpaceBefore = part.SpaceBefore && start == part.From, IsCut = start > part.From };
    }

    // Signs that stand alone go with a neighbour: those that open with the next, the others with the one before.
    private static List<Piece> Join(string script, List<Piece> pieces, int columns)
    {
        var joined = new List<Piece>(pieces.Count);
        var opens = false;
        foreach (var piece in pieces)
        {
            var text = script.AsSpan(piece.From, piece.To - piece.From);
            var isMarks = BreakRules.IsMarks(text);
            var whole = joined is [.., var last] ? last with { To = piece.To } : piece;
            var joins = joined.Count > 0 && (opens || (isMarks && !BreakRules.IsOpening(First(text))))
                && TextColumns.Of(script.AsSpan(whole.From, whole.To - whole.From)) <= columns;
            opens = isMarks && (BreakRules.IsOpening(First(text)) || (joined.Count == 0 && !joins));
            if (joins)
            {
                joined[^1] = whole;
            }
            else
            {
                joined.Add(piece);
            }
        }

        return joined;
    }

    private static Rune First(ReadOnlySpan<char> text)
    {
        Rune.DecodeFromUtf16(text, out var rune, out _);
        return rune;
    }

    // A word in several pieces shares its time out among them by their length; a piece that is not spoken shows with the one before.
    private static (double Start, double End)[] Times(List<Piece> pieces, IReadOnlyList<WordTiming> words)
    {
        var times = new (double Start, double End)[pieces.Count];
        var word = 0;
        var heard = words[0].Start;
        for (var i = 0; i < pieces.Count; i++)
        {
            var (start, end) = (double.NaN, heard);
            while (word < words.Count && words[word].TextOffset < pieces[i].To)
            {
                var (from, to) = (words[word].TextOffset, words[word].TextOffset + Math.Max(1, words[word].Text.Length));
                double At(int offset) => words[word].Start + ((words[word].End - words[word].Start) * Math.Clamp((double)(offset - from) / (to - from), 0, 1));
                start = double.IsNaN(start) ? Math.Max(heard, At(pieces[i].From)) : start;
                end = Math.Max(end, At(pieces[i].To));
                if (to > pieces[i].To)
                {
                    break;
                }

                word++;
            }

            times[i] = (double.IsNaN(start) ? heard : start, end);
            heard = end;
        }

        return times;
    }

    // What is shown of a stretch: single blanks, no control or direction characters, no halves of characters.
    private static string Visible(ReadOnlySpan<char> text)
    {
        var shown = new StringBuilder(text.Length);
        while (!text.IsEmpty)
        {
            var status = Rune.DecodeFromUtf16(text, out var rune, out var units);
            text = text[units..];
            if (status != System.Buffers.OperationStatus.Done)
            {
                continue;
            }

            if (rune.IsBmp && IsBlank((char)rune.Value))
            {
                if (shown.Length > 0 && shown[^1] != ' ')
                {
                    shown.Append(' ');
                }
            }
            else if (rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner || Rune.GetUnicodeCategory(rune)
                is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned))
            {
                shown.Append(rune.ToString());
            }
        }

        return shown.ToString().TrimEnd(' ');
    }
}
