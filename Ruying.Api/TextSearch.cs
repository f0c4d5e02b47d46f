namespace Ruying.Api;

/// <summary>Finds rows by words that somebody typed.</summary>
internal static class TextSearch
{
    public const string Escape = "\\";

    /// <summary>A pattern for LIKE that finds the words anywhere, themselves and nothing that only fits; null for no words.</summary>
    public static string? Pattern(string? words) => string.IsNullOrWhiteSpace(words)
        ? null
        : $"%{words.Trim().Replace(Escape, Escape + Escape, StringComparison.Ordinal).Replace("%", Escape + "%", StringComparison.Ordinal).Replace("_", Escape + "_", StringComparison.Ordinal)}%";
}
