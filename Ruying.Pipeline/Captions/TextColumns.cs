using System.Globalization;
using System.Text;

namespace Ruying.Pipeline.Captions;

/// <summary>How wide text is: a letter with its marks is one column, one of East Asia two. 42 columns are 42 Latin letters or 21 Chinese ones.</summary>
internal static class TextColumns
{
    /// <summary>Columns of a text.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        var columns = 0;
        while (!text.IsEmpty)
        {
            columns += OfElement(text);
            text = text[StringInfo.GetNextTextElementLength(text)..];
        }

        return columns;
    }

    /// <summary>Columns of the first letter of a text.</summary>
    public static int OfElement(ReadOnlySpan<char> text)
    {
        Rune.DecodeFromUtf16(text, out var rune, out _);
        return IsWide(rune) ? 2 : 1;
    }

    // Wide and Fullwidth of Unicode's East Asian Width (UAX 11), in blocks.
    private static bool IsWide(Rune rune) => rune.Value
        is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0x303E) or (>= 0x3041 and <= 0x4DBF) or (>= 0x4E00 and <= 0xA4CF)
        or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60)
        or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD);
}
