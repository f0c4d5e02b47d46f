using System.Text;

namespace Ruying.SpeechHost;

/// <summary>The punctuation that ended a clause, which version 1.51 of the engine does not tell.</summary>
internal static class ClauseMark
{
    /// <param name="read">The text that the engine read for the clause, in UTF-8: up to one character beyond its end, except at the text's end.</param>
    /// <param name="isLast">Whether the text ends there.</param>
    /// <returns>One of <c>. , ? ! : ;</c>, or nothing where the clause ends without.</returns>
    public static string Of(ReadOnlySpan<byte> read, bool isLast)
    {
        var runes = Encoding.UTF8.GetString(read).EnumerateRunes().ToArray();
        for (var i = runes.Length - (isLast ? 1 : 2); i >= 0 && !Rune.IsLetterOrDigit(runes[i]); i--)
        {
            if (Plain(runes[i]) is { } mark)
            {
                return mark;
            }
        }

        return "";
    }

    /// <summary>As the engine's own table groups the scripts' marks.</summary>
    private static string? Plain(Rune rune) => rune.Value switch
    {
        '.' or 0x0589 or 0x06D4 or 0x0964 or 0x0965 or 0x3002 or 0xFF0E or 0xFF61 => ".",
        ',' or 0x060C or 0x3001 or 0xFF0C => ",",
        '?' or 0x037E or 0x061F or 0xFF1F => "?",
        '!' or 0xFF01 => "!",
        ':' or 0xFF1A => ":",
        ';' or 0x061B or 0x2026 or 0xFF1B => ";",
        _ => null,
    };
}
