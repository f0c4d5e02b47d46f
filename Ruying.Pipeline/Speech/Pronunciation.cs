namespace Ruying.Pipeline.Speech;

/// <summary>A stretch of a sentence whose sounds are given rather than read from its letters.</summary>
/// <param name="Start">Its first character in the sentence's text, in UTF-16 units.</param>
/// <param name="Length">In UTF-16 units, at least 1.</param>
/// <param name="Ipa">Its sounds in IPA; words are parted by blanks, stress marks stand before their syllable.</param>
/// <param name="Where">Who gave it, to begin an error with: <c>Line 2, column 5</c>.</param>
public sealed record Pronunciation(int Start, int Length, string Ipa, string Where)
{
    /// <summary>The most characters of <see cref="Ipa"/>.</summary>
    public const int MaxLength = 400;

    /// <summary>The character after its last.</summary>
    public int End => Start + Length;
}
