using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;

namespace Ruying.Pipeline.Speech.Alignment;

/// <summary>
/// Finds the words and sounds of a spoken sentence whose engine does not tell them: another engine that does reads the same sentence, both
/// lose their pauses, and one is warped onto the other.
/// </summary>
/// <param name="reader">The engine that knows its times.</param>
/// <param name="warp">Compares the two.</param>
internal sealed class SentenceTimer(ISpeechEngine reader, Lazy<SpeechWarp> warp)
{
    /// <summary>Seconds of quiet that are a pause rather than the closure of a stop: over 12 blocks of 10 ms.</summary>
    private const double ShortestPause = 0.125;

    /// <summary>Under this share of the loudest 10 ms a synthesiser is silent: -46 dB.</summary>
    private const double Quiet = 0.005;

    /// <summary>Times a sentence.</summary>
    /// <param name="text">What was said.</param>
    /// <param name="language">A BCP 47 tag.</param>
    /// <param name="spoken">The sound.</param>
    /// <param name="pronunciations">The stretches of the text whose sounds were given; null for none.</param>
    /// <param name="cancellationToken">Ends the reader's call, stops within milliseconds.</param>
    /// <returns>The same sound with words and sounds; one long pause where the reader can say nothing of it.</returns>
    /// <exception cref="ScriptException">The reader does not know the language (<c>language.unknown</c>).</exception>
    public async Task<SpokenSentence> TimeAsync(
        string text,
        string language,
        SpokenSentence spoken,
        IReadOnlyList<Pronunciation>? pronunciations = null,
        CancellationToken cancellationToken = default)
    {
        var voice = new VoiceCatalog(await reader.ListVoicesAsync(cancellationToken).ConfigureAwait(false)).Default(language);
        return await TimeAsync(await ReadAsync(text, voice, pronunciations ?? [], cancellationToken).ConfigureAwait(false), spoken, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a sentence.</summary>
    /// <param name="text">The sentence.</param>
    /// <param name="voice">One of the reader's.</param>
    /// <param name="pronunciations">The stretches of the text whose sounds were given.</param>
    /// <param name="cancellationToken">Ends the reader's call.</param>
    public async Task<SentenceReading> ReadAsync(string text, Voice voice, IReadOnlyList<Pronunciation> pronunciations, CancellationToken cancellationToken)
    {
        var request = new SentenceRequest(text, voice, 1, 0) { Pronunciations = pronunciations };
        try
        {
            return new SentenceReading(await reader.SpeakAsync(request, cancellationToken).ConfigureAwait(false));
        }
        catch (ScriptException error) when (error.Code == "script.phoneme_unknown")
        {
            // The other voice could say it; the letters sound near enough to find the times.
            return new SentenceReading(await reader.SpeakAsync(request with { Pronunciations = [] }, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>Times a sentence that was read already.</summary>
    /// <param name="reading">The same sentence, read.</param>
    /// <param name="spoken">The sound.</param>
    /// <param name="speech">Where somebody speaks in it; null where it is a synthesiser's, which is silent elsewhere.</param>
    /// <param name="cancellationToken">Stops within milliseconds.</param>
    public async Task<SpokenSentence> TimeAsync(SentenceReading reading, SpokenSentence spoken, IReadOnlyList<SpeechSpan>? speech, CancellationToken cancellationToken)
    {
        var sound = (await spoken.ResampleAsync(Clock.ModelSampleRate, cancellationToken).ConfigureAwait(false)).Audio;
        var heard = speech ?? Loud(sound);
        if (reading.Sounds.Count == 0 || heard.Count == 0)
        {
            return spoken with { Phonemes = spoken.Pcm.Length == 0 ? [] : [new SpokenPhoneme(SpokenPhoneme.Pause, 0, spoken.Pcm.Length, 0)], Words = [] };
        }

        var (read, from) = (reading.Spoken, reading.Cut);
        var to = new SpeechCut(heard);
        var map = await MapAsync(await reading.SoundAsync(cancellationToken).ConfigureAwait(false), to.Of(sound), cancellationToken).ConfigureAwait(false);
        var timed = new List<SpokenPhoneme>();
        var at = 0;
        foreach (var phoneme in reading.Sounds)
        {
            var (start, end) = Moved(phoneme.Start, phoneme.End);
            (start, end) = (Math.Max(start, at), Math.Max(end, at));
            if (end > start)
            {
                AddPause(timed, at, start);
                timed.Add(phoneme with { Start = timed is [.., { Ipa: SpokenPhoneme.Pause }] or [] ? start : at, End = end });
                at = end;
            }
        }

        AddPause(timed, at, spoken.Pcm.Length);
        return spoken with { Phonemes = timed, Words = Words() };

        (int Start, int End) Moved(int start, int end)
        {
            var span = to.Outside(map(from.Inside((double)start / read.SampleRate)), map(from.Inside((double)end / read.SampleRate)));
            return ((int)Math.Round(span.Start * spoken.SampleRate), Math.Min((int)Math.Round(span.End * spoken.SampleRate), spoken.Pcm.Length));
        }

        List<SpokenWord> Words()
        {
            var words = new List<SpokenWord>();
            foreach (var word in read.Words)
            {
                var (start, end) = Moved(word.Start, word.End);
                start = Math.Max(start, words.Count > 0 ? words[^1].End : 0);
                words.Add(new SpokenWord(word.Word, start, Math.Max(start, end)));
            }

            return words;
        }
    }

    /// <summary>Pauses shorter than a millisecond are rounding: the sound before goes on.</summary>
    private static void AddPause(List<SpokenPhoneme> timed, int from, int to)
    {
        const int Rounding = 16;
        if (to - from > Rounding || (to > from && timed.Count == 0))
        {
            timed.Add(new SpokenPhoneme(SpokenPhoneme.Pause, from, to, 0));
        }
        else if (to > from)
        {
            timed[^1] = timed[^1] with { End = to };
        }
    }

    private static List<SpeechSpan> Loud(PcmAudio sound)
    {
        const int Block = LogMel.Hop;
        var levels = Enumerable.Range(0, sound.Samples.Length / Block)
            .Select(i => System.Numerics.Tensors.TensorPrimitives.Norm<float>(sound.Samples.AsSpan(i * Block, Block))).ToArray();
        var least = levels.Length == 0 ? 0 : levels.Max() * Quiet;
        return SpeechSpans.Join(
            Enumerable.Range(0, levels.Length).Where(i => levels[i] > least).Select(i => new SpeechSpan((double)i * Block / sound.SampleRate, (double)(i + 1) * Block / sound.SampleRate)),
            ShortestPause);
    }

    private Task<Func<double, double>> MapAsync(PcmAudio read, PcmAudio heard, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var (from, to) = (warp.Value.Hear(read.Samples, cancellationToken), warp.Value.Hear(heard.Samples, cancellationToken));
            var scale = heard.Seconds / read.Seconds;

            // Sounds shorter than a few frames have nothing to warp.
            return from.Length < 3 || to.Length < 3 ? seconds => seconds * scale : SpeechWarp.Align(from, to).At;
        },
        cancellationToken);
}
