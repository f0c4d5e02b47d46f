namespace Ruying.Pipeline.Speech.Lexicons;

/// <summary>How a word is said: as another text, or by its sounds. One of <paramref name="Alias"/> and <paramref name="Ipa"/> is set.</summary>
/// <param name="Written">The word or words as written. Without a capital letter it stands for every case; with one, for that spelling alone.</param>
/// <param name="Alias">What is read in its place.</param>
/// <param name="Ipa">Its sounds in IPA.</param>
public sealed record LexiconEntry(string Written, string? Alias, string? Ipa)
{
    /// <summary>The most characters of <see cref="Written"/> and <see cref="Alias"/>.</summary>
    public const int MaxLength = 200;
}
