namespace Ruying.Pipeline.Speech;

/// <summary>When what is said is heard.</summary>
/// <param name="Words">Words in order.</param>
/// <param name="Phonemes">Speech sounds in order, without gaps or overlaps.</param>
public sealed record SpeechTimes(IReadOnlyList<WordTiming> Words, IReadOnlyList<PhonemeTiming> Phonemes);
