using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Alignment;

namespace Ruying.Pipeline.Evaluation;

/// <summary>The sound of the tested frames and what is known of it.</summary>
/// <param name="Sound">16 kHz, from the first tested frame.</param>
/// <param name="Spans">Where somebody speaks, seconds from its start.</param>
/// <param name="Phonemes">What is said, seconds from its start; empty where no words are known.</param>
internal sealed record HeardPart(PcmAudio Sound, IReadOnlyList<SpeechSpan> Spans, IReadOnlyList<PhonemeTiming> Phonemes);
