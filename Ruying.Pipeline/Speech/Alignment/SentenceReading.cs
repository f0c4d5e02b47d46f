using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Speech.Alignment;

/// <summary>A sentence as an engine reads it that knows its times.</summary>
/// <param name="spoken">Sound, words and sounds.</param>
internal sealed class SentenceReading(SpokenSentence spoken)
{
    /// <summary>Sounds that follow each other at once are apart by rounding only.</summary>
    private const double NoPause = 1e-6;

    /// <summary>As it was spoken.</summary>
    public SpokenSentence Spoken => spoken;

    /// <summary>Its sounds without the pauses.</summary>
    public IReadOnlyList<SpokenPhoneme> Sounds { get; } = [.. spoken.Phonemes.Where(p => p.Ipa != SpokenPhoneme.Pause)];

    /// <summary>Where the pauses are cut out.</summary>
    public SpeechCut Cut { get; } = new(SpeechSpans.Join(
        spoken.Phonemes.Where(p => p.Ipa != SpokenPhoneme.Pause).Select(p => new SpeechSpan((double)p.Start / spoken.SampleRate, (double)p.End / spoken.SampleRate)), NoPause));

    /// <summary>Its sound without the pauses, 16 kHz.</summary>
    public async Task<PcmAudio> SoundAsync(CancellationToken cancellationToken) =>
        Cut.Of((await spoken.ResampleAsync(Clock.ModelSampleRate, cancellationToken).ConfigureAwait(false)).Audio);
}
