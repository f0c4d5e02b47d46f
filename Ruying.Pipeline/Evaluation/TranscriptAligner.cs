using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Alignment;
using Ruying.Pipeline.Speech.Espeak;

namespace Ruying.Pipeline.Evaluation;

/// <summary>
/// Finds when the sounds of a transcript are said: each line is spoken by the synthesiser, without its pauses, and its spectrum warped onto
/// one stretch of the recording. Lines keep the warp from losing its way: over a whole clip at once it went wrong by half a second.
/// </summary>
/// <param name="synthesizer">Speaks.</param>
/// <param name="warp">Compares the two.</param>
public sealed class TranscriptAligner(ISpeechSynthesizer synthesizer, SpeechWarp warp)
{
    private readonly PhonemeAligner _aligner = new(warp);

    /// <summary>The sounds of a recording.</summary>
    /// <param name="transcript">A line for each span.</param>
    /// <param name="sound">16 kHz.</param>
    /// <param name="spans">Where somebody speaks in it.</param>
    /// <param name="cancellationToken">Ends the synthesiser's call.</param>
    /// <returns>Sounds in order, seconds from the start of the recording.</returns>
    /// <exception cref="ScriptException"><c>transcript.lines</c>: another number of lines than of spans; or a line cannot be spoken.</exception>
    public async Task<IReadOnlyList<PhonemeTiming>> AlignAsync(Transcript transcript, PcmAudio sound, IReadOnlyList<SpeechSpan> spans, CancellationToken cancellationToken = default)
    {
        var lines = transcript.Lines();
        if (lines.Count != spans.Count)
        {
            var heard = string.Join(", ", spans.Select(s => FormattableString.Invariant($"{s.Start:F1}-{s.End:F1} s")));
            throw new ScriptException(
                "transcript.lines", $"{spans.Count} stretches of speech are heard ({heard}) and the transcript has {lines.Count} lines: write one line for each stretch.");
        }

        var voice = (await synthesizer.GetCatalogAsync(cancellationToken).ConfigureAwait(false)).Of(EspeakVoices.Engine).Default(transcript.Language).Id;
        var result = new List<PhonemeTiming>();
        foreach (var (line, span) in lines.Zip(spans))
        {
            var speech = await synthesizer.SpeakAsync(new SpeechRequest(line, voice), cancellationToken: cancellationToken).ConfigureAwait(false);
            var synthetic = await AudioReader.ResampleAsync(speech.Audio, Clock.ModelSampleRate, cancellationToken).ConfigureAwait(false);
            var cut = new SpeechCut(SpeechSpans.Of(speech.Phonemes));
            PhonemeTiming[] sounds = [.. speech.Phonemes.Select(p => p with { Start = cut.Inside(p.Start), End = cut.Inside(p.End) }).Where(p => p.End > p.Start)];
            var part = new SpeechCut([span]).Of(sound).Samples;
            var aligned = _aligner.Align(new Utterance(cut.Of(synthetic), [new WordTiming(line, 0, 0, cut.Seconds)], sounds), part, [new TimedWord(line, 0, span.End - span.Start)]);
            result.AddRange(aligned.Select(p => p with { Start = p.Start + span.Start, End = p.End + span.Start }));
        }

        return result;
    }
}
