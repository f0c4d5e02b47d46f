using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Speech;

/// <summary>A piece of a longer speech, about a sentence; one follows the other without a gap. All times count from the start of the whole.</summary>
/// <param name="Audio">Its sound, mono; all pieces have one rate.</param>
/// <param name="Words">Its words in order.</param>
/// <param name="Phonemes">Its speech sounds in order. A pause comes with the piece that ends it.</param>
/// <param name="Marks">The script's marks that were passed in it.</param>
public sealed record SpokenPart(PcmAudio Audio, IReadOnlyList<WordTiming> Words, IReadOnlyList<PhonemeTiming> Phonemes, IReadOnlyList<MarkTiming> Marks);
