using System.Globalization;
using System.Text;

namespace Ruying.Pipeline.Speech;

/// <summary>Text without what nobody can hear, and where each of its characters came from.</summary>
/// <param name="Text">Line ends are <c>\n</c>, other white space is a blank.</param>
/// <param name="Starts">Where each character started in the text as it was given.</param>
/// <param name="Ends">Where each ended.</param>
internal sealed record NormalizedText(string Text, int[] Starts, int[] Ends)
{
    private const char ZeroWidthNonJoiner = '\u200C';
    private const char ZeroWidthJoiner = '\u200D';

    public static NormalizedText From(string given)
    {
        var text = new StringBuilder(given.Length);
        var starts = new List<int>(given.Length);
        var ends = new List<int>(given.Length);
        for (var start = 0; start < given.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(given.AsSpan(start));
            AppendElement(given.AsSpan(start, length), start, text, starts, ends);
            start += length;
        }

        return new NormalizedText(text.ToString(), [.. starts], [.. ends]);
    }

    /// <summary>The same where the text itself came from elsewhere.</summary>
    /// <param name="given">The text.</param>
    /// <param name="starts">Where each of its characters started.</param>
    /// <param name="ends">Where each ended.</param>
    public static NormalizedText From(string given, IReadOnlyList<int> starts, IReadOnlyList<int> ends)
    {
        var own = From(given);
        return own with { Starts = [.. own.Starts.Select(s => starts[s])], Ends = [.. own.Ends.Select(e => ends[e - 1])] };
    }

    private static void AppendElement(ReadOnlySpan<char> element, int start, StringBuilder text, List<int> starts, List<int> ends)
    {
        if (element is "\r\n")
        {
            text.Append('\n');
            starts.Add(start);
            ends.Add(start + element.Length);
            return;
        }

        var composed = LetterComposition.Compose(element);
        for (var i = 0; i < composed.Length;)
        {
            // A half of a surrogate pair decodes to U+FFFD and is dropped.
            var status = Rune.DecodeFromUtf16(composed[i..], out var rune, out var units);
            if (status == System.Buffers.OperationStatus.Done && Heard(rune) is { } heard)
            {
                var length = heard.Utf16SequenceLength;
                text.Append(heard.ToString());
                for (var unit = 0; unit < length; unit++)
                {
                    // A composed character stands for the whole of its element.
                    var isOriginal = composed.Length == element.Length;
                    starts.Add(isOriginal ? start + i + unit : start);
                    ends.Add(isOriginal ? start + i + unit + 1 : start + element.Length);
                }
            }

            i += units;
        }
    }

    private static Rune? Heard(Rune rune) => rune.Value switch
    {
        '\n' or '\r' or '\u000B' or '\u000C' or '\u0085' or '\u2028' => new Rune('\n'),
        '\u2029' => new Rune('\n'),
        // Joiners shape syllables of Indic scripts, Persian words and emoji.
        ZeroWidthJoiner or ZeroWidthNonJoiner => rune,
        0xFFFD => null,
        _ => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control when rune.Value != '\t' => null,
            UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => null,
            _ => Rune.IsWhiteSpace(rune) ? new Rune(' ') : rune,
        },
    };
}
