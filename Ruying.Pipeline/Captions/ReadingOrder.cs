using System.Text;

namespace Ruying.Pipeline.Captions;

/// <summary>Keeps the signs of lines in Arabic or Hebrew in their place, also in players that take every line for left to right.</summary>
internal static class ReadingOrder
{
    private const char RightToLeftMark = '\u200F';

    /// <summary>The line, between marks if it is written from right to left.</summary>
    public static string Mark(string line)
    {
        var balance = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            balance += IsRightToLeft(rune) ? 1 : Rune.IsLetter(rune) ? -1 : 0;
        }

        return balance > 0 ? $"{RightToLeftMark}{line}{RightToLeftMark}" : line;
    }

    // Hebrew, Arabic, Syriac, Thaana, N'Ko and their kin, with the presentation forms.
    private static bool IsRightToLeft(Rune rune) => rune.Value
        is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
}
