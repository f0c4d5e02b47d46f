namespace Ruying.Pipeline.Speech.Espeak;

/// <summary>A clause as espeak-ng reads it.</summary>
/// <param name="Ipa">Sounds separated by <see cref="Separator"/>, words by a blank, with stress marks.</param>
/// <param name="Mark">What ended it: one of <c>. , ? ! : ;</c>, or nothing.</param>
internal sealed partial record TranscribedClause(string Ipa, string Mark)
{
    /// <summary>Between the sounds of a word.</summary>
    public const char Separator = '\u001F';

    /// <summary>The sounds without separators.</summary>
    public string Joined => Ipa.Replace(Separator.ToString(), "", StringComparison.Ordinal);

    /// <summary>Takes the marks of another language, such as <c>(en)</c>, out.</summary>
    public static TranscribedClause From(string ipa, string mark) => new(LanguageSwitch().Replace(ipa, ""), mark);

    [System.Text.RegularExpressions.GeneratedRegex(@"\([^)]*\)")]
    private static partial System.Text.RegularExpressions.Regex LanguageSwitch();
}
