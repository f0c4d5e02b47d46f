namespace Ruying.Pipeline.Speech;

/// <summary>One speech sound and when it is heard.</summary>
/// <param name="Ipa">The sound in IPA as the engine names it, stress marks removed (<c>p</c>, <c>aɪ</c>, <c>tʃ</c>); <c>_</c> is a pause.</param>
/// <param name="Start">Seconds from the start of the sound.</param>
/// <param name="End">Seconds from the start of the sound.</param>
/// <param name="Stress">0 none, 1 secondary, 2 primary.</param>
public readonly record struct PhonemeTiming(string Ipa, double Start, double End, int Stress = 0);

/// <summary>One word of the script and when it is heard.</summary>
/// <param name="Text">The word as written.</param>
/// <param name="TextOffset">Its first character's position in the script, from 0, in UTF-16 units.</param>
/// <param name="Start">Seconds from the start of the sound.</param>
/// <param name="End">Seconds from the start of the sound.</param>
public readonly record struct WordTiming(string Text, int TextOffset, double Start, double End);

/// <summary>When a mark of the script is passed.</summary>
/// <param name="Name">As written.</param>
/// <param name="Seconds">From the start of the sound.</param>
public readonly record struct MarkTiming(string Name, double Seconds);

/// <summary>What was said, and when.</summary>
/// <param name="Audio">The sound, mono.</param>
/// <param name="Words">Words in order; empty when only a recording is known.</param>
/// <param name="Phonemes">Speech sounds in order without gaps or overlaps; empty when only a recording is known.</param>
public sealed record Utterance(Media.PcmAudio Audio, IReadOnlyList<WordTiming> Words, IReadOnlyList<PhonemeTiming> Phonemes)
{
    /// <summary>The script's marks in order.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<MarkTiming> Marks { get; init; } = [];
}
