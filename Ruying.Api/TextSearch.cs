using System.Reflection;

namespace Ruying.Api;

/// <summary>Finds rows by words that somebody typed.</summary>
internal static class TextSearch
{
    public static readonly MethodInfo FitsMethod = typeof(TextSearch).GetMethod(nameof(Fits))!;

    public const string Escape = "\\";

    /// <summary>A pattern for LIKE that finds the words anywhere, themselves and nothing that only fits; null for no words.</summary>
    public static string? Pattern(string? words) => string.IsNullOrWhiteSpace(words)
        ? null
        : $"%{words.Trim().Replace(Escape, Escape + Escape, StringComparison.Ordinal).Replace("%", Escape + "%", StringComparison.Ordinal).Replace("_", Escape + "_", StringComparison.Ordinal)}%";

    /// <summary>In a query: whether a text fits a <see cref="Pattern"/>, in capitals or not.</summary>
    public static bool Fits(string? text, string pattern) => throw new NotSupportedException($"For queries only: {text}, {pattern}.");
}
