using System.Text;
using System.Text.RegularExpressions;

namespace Ruying.Pipeline.Models.Pulling;

/// <summary>What a model's maker says of it.</summary>
/// <param name="Text">The model's card, safe to print.</param>
/// <param name="Summary">What it names as the licence, on one line.</param>
public sealed partial record ModelLicence(string Text, string Summary)
{
    private const int LongestSummary = 200;

    /// <summary>Reads a card.</summary>
    /// <param name="card">UTF-8 text: Piper's <c>MODEL_CARD</c>, or a Hugging Face card with its front matter.</param>
    /// <param name="otherwise">The licence where the card names none.</param>
    public static ModelLicence Read(ReadOnlySpan<byte> card, string? otherwise)
    {
        // A card is somebody else's text: it must not steer a terminal.
        var text = new string([.. Encoding.UTF8.GetString(card).ReplaceLineEndings("\n").Where(c => c is '\n' or '\t' || !char.IsControl(c))]).Trim();
        var named = Line().Match(text) is { Success: true } line ? line.Groups["what"].Value.Trim() : otherwise;
        var summary = string.IsNullOrEmpty(named) ? "not named in its card" : named;
        return new ModelLicence(text, summary.Length > LongestSummary ? summary[..LongestSummary] : summary);
    }

    [GeneratedRegex(@"^[ \t]*(?:[*#-]+[ \t]*)?licen[cs]e[ \t]*:[ \t]*(?<what>\S.*)$", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}
