using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Speech.Alignment;

/// <summary>Finds the speech sounds of recorded sentences whose words are known. Not thread-safe.</summary>
/// <param name="synthesizer">Speaks the same words.</param>
/// <param name="warp">Compares the two.</param>
public sealed class SentenceAligner(ISpeechSynthesizer synthesizer, SpeechWarp warp)
{
    private readonly PhonemeAligner _aligner = new(warp);

    /// <summary>The sounds of one sentence.</summary>
    /// <param name="sentence">Its words.</param>
    /// <param name="sound">The recording of the sentence alone, 16 kHz: word times count from its start.</param>
    /// <param name="cancellationToken">Ends the synthesiser's call.</param>
    /// <returns>Sounds in order, seconds from the start of <paramref name="sound"/>; gaps are pauses.</returns>
    /// <exception cref="InvalidDataException">The synthesiser reads the words as another number of words.</exception>
    public async Task<IReadOnlyList<PhonemeTiming>> AlignAsync(TimedSentence sentence, float[] sound, CancellationToken cancellationToken = default)
    {
        var speech = await synthesizer.SpeakAsync(new SpeechRequest(sentence.Text, sentence.Voice), cancellationToken: cancellationToken).ConfigureAwait(false);
        speech = speech with { Audio = await AudioReader.ResampleAsync(speech.Audio, Clock.ModelSampleRate, cancellationToken).ConfigureAwait(false) };
        return _aligner.Align(speech, sound, sentence.Words);
    }

    /// <summary>The sounds of all sentences of a recording; a sentence that cannot be aligned is left out.</summary>
    /// <param name="sentences">In order.</param>
    /// <param name="sound">The whole recording, 16 kHz.</param>
    /// <param name="cancellationToken">Ends the synthesiser's call.</param>
    /// <returns>Sounds in order, seconds from the start of the recording.</returns>
    public async Task<IReadOnlyList<PhonemeTiming>> AlignAllAsync(IReadOnlyList<TimedSentence> sentences, PcmAudio sound, CancellationToken cancellationToken = default)
    {
        var result = new List<PhonemeTiming>();
        foreach (var sentence in sentences.Where(s => s.Words.Count > 0))
        {
            var first = Math.Clamp((int)(sentence.Start * sound.SampleRate), 0, sound.Samples.Length);
            var last = Math.Clamp((int)(sentence.End * sound.SampleRate), first, sound.Samples.Length);
            try
            {
                var sounds = await AlignAsync(sentence, sound.Samples[first..last], cancellationToken).ConfigureAwait(false);
                result.AddRange(sounds.Select(p => p with { Start = p.Start + sentence.Start, End = p.End + sentence.Start }));
            }
            catch (InvalidDataException)
            {
                // Two words read as one: their sounds stay unknown, which says less but nothing wrong.
            }
        }

        return result;
    }
}
