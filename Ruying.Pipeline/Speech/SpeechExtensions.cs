using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Speech;

/// <summary>Speech as a whole.</summary>
public static class SpeechExtensions
{
    /// <summary>Speaks a script and keeps all of it in memory; for long ones see <see cref="ISpeechSynthesizer.StreamAsync"/>, whose parameters and errors these are.</summary>
    public static async Task<Utterance> SpeakAsync(
        this ISpeechSynthesizer synthesizer, SpeechRequest request, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(synthesizer);
        var (samples, words, phonemes, marks) = (new List<float>(), new List<WordTiming>(), new List<PhonemeTiming>(), new List<MarkTiming>());
        var rate = 0;
        await foreach (var part in synthesizer.StreamAsync(request, progress, cancellationToken).ConfigureAwait(false))
        {
            rate = part.Audio.SampleRate;
            samples.AddRange(part.Audio.Samples);
            words.AddRange(part.Words);
            phonemes.AddRange(part.Phonemes);
            marks.AddRange(part.Marks);
        }

        return new Utterance(new PcmAudio([.. samples], rate), words, phonemes) { Marks = marks };
    }
}
