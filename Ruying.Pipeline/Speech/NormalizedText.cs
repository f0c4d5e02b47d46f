using System.Globalization;
using System.Text;

namespace Ruying.Pipeline.Speech;

/// <summary>Text without what nobody can hear, and where each of its characters came from.</summary>
/// <param name="Text">Line ends are <c>\n</c>, other white space is a blank.</param>
/// <param name="Offsets">One more than characters: positions in the text as it was given.</param>
internal sealed record NormalizedText(string Text, int[] Offsets)
{
    private const char ZeroWidthNonJoiner = '\u200C';
    private const char ZeroWidthJoiner = '\u200D';

    public static NormalizedText From(string given)
    {
        var text = new StringBuilder(given.Length);
        var offsets = new List<int>(given.Length + 1);
        for (var start = 0; start < given.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(given.AsSpan(start));
            AppendElement(given.AsSpan(start, length), start, text, offsets);
            start += length;
        }

        offsets.Add(given.Length);
        return new NormalizedText(text.ToString(), [.. offsets]);
    }

    private static void AppendElement(ReadOnlySpan<char> element, int start, StringBuilder text, List<int> offsets)
    {
        if (element is "\r\n")
        {
            text.Append('\n');
            offsets.Add(start);
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
                    // Composed characters come from somewhere within their element: its start is exact enough.
                    offsets.Add(composed.Length == element.Length ? start + i + unit : start);
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
