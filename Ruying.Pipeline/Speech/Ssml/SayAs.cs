using System.Globalization;
using System.Text;

namespace Ruying.Pipeline.Speech.Ssml;

/// <summary>What <c>say-as</c> makes of a text, as the engines read it.</summary>
internal static class SayAs
{
    /// <summary>The text to speak; null where it cannot be read so.</summary>
    /// <param name="text">As written.</param>
    /// <param name="what">The attribute <c>interpret-as</c>.</param>
    /// <param name="format">The attribute <c>format</c>; null for none.</param>
    /// <param name="language">A BCP 47 tag; null for English.</param>
    public static string? Read(string text, string what, string? format, string? language) => what switch
    {
        "characters" or "spell-out" or "verbatim" => Spelled(text),
        "digits" or "telephone" => text.Any(char.IsAsciiDigit) ? Spelled(string.Concat(text.Where(char.IsAsciiDigit))) : null,
        "ordinal" => text.Length > 0 && text.All(char.IsAsciiDigit) ? Ordinal(text, LanguageVoices.Primary(language ?? "en")) : null,
        "cardinal" or "number" => text,
        "date" => Date(text, format ?? "ymd", LanguageVoices.Primary(language ?? "en")),
        _ => null,
    };

    private static string Spelled(string text) =>
        string.Join(' ', text.EnumerateRunes().Where(r => !Rune.IsWhiteSpace(r)).Select(r => r.ToString().ToUpperInvariant()));

    private static string Ordinal(string number, string language) => language switch
    {
        "en" => number + (number.Length > 1 && number[^2] == '1' ? "th" : number[^1] switch { '1' => "st", '2' => "nd", '3' => "rd", _ => "th" }),
        "fr" => number + (number == "1" ? "er" : "e"),
        "es" or "it" or "pt" => number + "º",
        "zh" => "第" + number,
        _ => number + ".",
    };

    private static string? Date(string text, string format, string language)
    {
        var parts = text.Split('-', '/', '.', ' ');
        if (parts.Length != format.Length)
        {
            return null;
        }

        int? Part(char kind) => format.IndexOf(kind, StringComparison.Ordinal) is >= 0 and var at && int.TryParse(parts[at], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        var (year, month, day) = (Part('y'), Part('m'), Part('d'));
        if (format.Any(c => !"ymd".Contains(c)) || month is < 1 or > 12 || day is < 1 or > 31 || new[] { year, month, day }.Count(p => p is not null) != format.Length)
        {
            return null;
        }

        if (language == "zh")
        {
            return $"{(year is { } y ? y + "年" : "")}{(month is { } m ? m + "月" : "")}{(day is { } d ? d + "日" : "")}";
        }

        var name = month is { } number && MonthNames.ByLanguage.TryGetValue(language, out var names) ? names[number - 1] : month?.ToString(CultureInfo.InvariantCulture);
        var (before, of) = (language == "en" ? name : null, language is "es" or "pt" ? " de " : " ");
        var dayText = day is null ? null : language switch { "en" => Ordinal($"{day}", "en"), "de" => $"{day}.", _ => $"{day}" };
        string?[] ordered = before is null ? [dayText, name, year?.ToString(CultureInfo.InvariantCulture)] : [before, dayText, year?.ToString(CultureInfo.InvariantCulture)];
        return string.Join(of, ordered.Where(p => p is not null));
    }
}
