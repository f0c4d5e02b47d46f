using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Speech.Alignment;

/// <summary>
/// Finds the words and sounds of a recording of any length whose text is known: sentence after sentence is looked for in what follows the last
/// one found, read by an engine that knows its times; within its bounds each is timed by <see cref="SentenceTimer"/>.
/// </summary>
/// <param name="reader">The engine that knows its times.</param>
/// <param name="warp">Compares the two.</param>
internal sealed class RecordingTimer(ISpeechEngine reader, Lazy<SpeechWarp> warp)
{
    /// <summary>Seconds of reading that are looked for at a time: enough to be found in, little enough to be compared quickly.</summary>
    private const double Stretch = 12;

    /// <summary>How much longer than expected it may be in the recording.</summary>
    private const double Slack = 1.4, SlackSeconds = 2;

    /// <summary>A sentence ends in a pause that is this near, seconds.</summary>
    private const double PauseNear = 0.6;

    /// <summary>Above this the recording says something else. See <see cref="SpeechMap.Cost"/>.</summary>
    private const double LargestCost = 1.3;

    private readonly SentenceTimer _timer = new(reader, warp);

    /// <summary>Times a recording.</summary>
    /// <param name="script">What is said in it.</param>
    /// <param name="language">A BCP 47 tag.</param>
    /// <param name="sound">The recording, 16 kHz.</param>
    /// <param name="speech">Where somebody speaks in it, at least one span.</param>
    /// <param name="cancellationToken">Stops within milliseconds.</param>
    /// <exception cref="ScriptException"><c>language.unknown</c>; <c>transcript.mismatch</c>: the text is not what is said.</exception>
    public async Task<SpeechTimes> TimeAsync(
        Script script, string language, ISound sound, IReadOnlyList<SpeechSpan> speech, CancellationToken cancellationToken)
    {
        var ends = await EndsAsync(script, language, sound, speech, cancellationToken).ConfigureAwait(false);
        var assembler = new SpeechAssembler(script, sound.SampleRate);
        var (words, phonemes) = (new List<WordTiming>(), new List<PhonemeTiming>());
        var start = 0L;
        for (var i = 0; i < ends.Length; i++)
        {
            var end = i == ends.Length - 1 ? sound.Length : (long)(ends[i] * sound.SampleRate);
            var samples = new float[Math.Max(end - start, 0)];
            sound.Read(start, samples);
            var spoken = new SpokenSentence(SpokenSentence.ToPcm(samples), sound.SampleRate, [], []);
            var sentence = script.Sentences[i];
            spoken = await _timer.TimeAsync(sentence.Text, sentence.Style.Language ?? language, spoken, SpeechSpans.Within(speech, (double)start / sound.SampleRate, (double)end / sound.SampleRate), sentence.Pronunciations, cancellationToken).ConfigureAwait(false);
            assembler.Add(sentence, spoken, 1);
            var part = assembler.Take(i == ends.Length - 1);
            words.AddRange(part.Words);
            phonemes.AddRange(part.Phonemes);
            start = Math.Max(start, end);
        }

        return new SpeechTimes(words, phonemes);
    }

    /// <summary>Where each sentence ends, seconds.</summary>
    private async Task<double[]> EndsAsync(Script script, string language, ISound sound, IReadOnlyList<SpeechSpan> speech, CancellationToken cancellationToken)
    {
        var cut = new SpeechCut(speech);
        var voices = new VoiceCatalog(await reader.ListVoicesAsync(cancellationToken).ConfigureAwait(false));
        var ends = new double[script.Sentences.Count];
        var lettersLeft = script.Sentences.Sum(s => (double)s.Text.Length);
        var (at, first) = (0.0, 0);
        while (first < ends.Length)
        {
            // The tempo of what is left, not of the whole: an error does not grow.
            var (group, letters) = (new List<Reading>(), 0.0);
            var read = 0.0;
            for (var i = first; i < ends.Length && (read < Stretch || group.Count < 2); i++)
            {
                var sentence = script.Sentences[i];
                var voice = voices.Default(sentence.Style.Language ?? language);
                var reading = new Reading(await reader.SpeakAsync(new SentenceRequest(sentence.Text, voice, 1, 0), cancellationToken).ConfigureAwait(false));
                group.Add(reading);
                read += reading.Cut.Seconds;
                letters += sentence.Text.Length;
            }

            var left = cut.Seconds - at;
            var isEnd = first + group.Count == ends.Length;
            var expected = isEnd ? left : left * letters / lettersLeft;
            var window = isEnd ? left : Math.Min(left, (expected * Slack) + SlackSeconds);
            var map = await MapAsync(group, cut.Stretch(sound, at, at + window), isEnd ? null : expected, cancellationToken).ConfigureAwait(false);
            if (map is null || map.Cost > LargestCost)
            {
                throw new ScriptException("transcript.mismatch", FormattableString.Invariant(
                    $"The recording does not say \"{Beginning(script.Sentences[first].Text)}\" at {cut.Outside(at, at + 1).Start:0} s: give the words as they are spoken, all of them and no others."));
            }

            // The last of them may have been cut by the window: it is looked for again, with what follows it.
            var take = isEnd || group.Count == 1 ? group.Count : group.Count - 1;
            var (reached, found) = (0.0, 0.0);
            for (var i = 0; i < take; i++)
            {
                reached += group[i].Cut.Seconds;
                found = map.At(reached);
                ends[first + i] = InPause(cut.Outside(Math.Max(at + found - 0.02, 0), at + found).End, speech);
                lettersLeft -= script.Sentences[first + i].Text.Length;
            }

            at = Math.Max(at, cut.Inside(ends[first + take - 1]));
            first += take;
        }

        return ends;
    }

    private static string Beginning(string text) => text.Length <= 40 ? text : text[..40].TrimEnd() + "...";

    private static double InPause(double seconds, IReadOnlyList<SpeechSpan> speech)
    {
        var near = speech.Zip(speech.Skip(1), (a, b) => (Start: a.End, End: b.Start))
            .Select(pause => (pause.Start, pause.End, Away: Math.Max(0, Math.Max(pause.Start - seconds, seconds - pause.End))))
            .Where(pause => pause.Away <= PauseNear).ToList();
        return near.Count == 0 ? seconds : near.MinBy(pause => (pause.Away, pause.Start - pause.End)) is var best ? (best.Start + best.End) / 2 : seconds;
    }

    private Task<SpeechMap?> MapAsync(List<Reading> group, PcmAudio recording, double? expected, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            var sound = new List<float>();
            foreach (var reading in group)
            {
                sound.AddRange((await reading.SoundAsync(cancellationToken).ConfigureAwait(false)).Samples);
            }

            var (from, to) = (warp.Value.Hear([.. sound], cancellationToken), warp.Value.Hear(recording.Samples, cancellationToken));
            return from.Length == 0 || to.Length == 0 ? null : SpeechWarp.Align(from, to, expected);
        },
        cancellationToken);

    /// <summary>A sentence as the engine that knows its times reads it.</summary>
    private sealed class Reading(SpokenSentence spoken)
    {
        public SpeechCut Cut { get; } = new(SpeechSpans.Join(
            spoken.Phonemes.Where(p => p.Ipa != SpokenPhoneme.Pause).Select(p => new SpeechSpan((double)p.Start / spoken.SampleRate, (double)p.End / spoken.SampleRate)), 1e-6));

        public async Task<PcmAudio> SoundAsync(CancellationToken cancellationToken)
        {
            var at16k = await spoken.ResampleAsync(Clock.ModelSampleRate, cancellationToken).ConfigureAwait(false);
            return Cut.Of(at16k.Audio);
        }
    }
}
