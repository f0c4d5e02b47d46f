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
        var cut = new SpeechCut(speech);
        var voices = new VoiceCatalog(await reader.ListVoicesAsync(cancellationToken).ConfigureAwait(false));
        var sentences = script.Sentences;
        var assembler = new SpeechAssembler(script, sound.SampleRate);
        var (words, phonemes) = (new List<WordTiming>(), new List<PhonemeTiming>());
        var lettersLeft = sentences.Sum(s => (double)s.Text.Length);
        var (at, first, start) = (0.0, 0, 0L);
        while (first < sentences.Count)
        {
            // The tempo of what is left, not of the whole: an error does not grow.
            var (group, letters, read) = (new List<SentenceReading>(), 0.0, 0.0);
            for (var i = first; i < sentences.Count && (read < Stretch || group.Count < 2); i++)
            {
                var sentence = sentences[i];
                group.Add(await _timer.ReadAsync(sentence.Text, voices.Default(sentence.Style.Language ?? language), sentence.Pronunciations, cancellationToken).ConfigureAwait(false));
                read += group[^1].Cut.Seconds;
                letters += sentence.Text.Length;
            }

            var left = cut.Seconds - at;
            var isEnd = first + group.Count == sentences.Count;
            var expected = isEnd ? left : left * letters / lettersLeft;
            var window = isEnd ? left : Math.Min(left, (expected * Slack) + SlackSeconds);
            var map = await MapAsync(group, cut.Stretch(sound, at, at + window), isEnd ? null : expected, cancellationToken).ConfigureAwait(false);
            if (map is null || map.Cost > LargestCost)
            {
                throw new ScriptException("transcript.mismatch", FormattableString.Invariant(
                    $"The recording does not say \"{Beginning(sentences[first].Text)}\" at {cut.Outside(at, at + 1).Start:0} s: give the words as they are spoken, all of them and no others."));
            }

            // The last of them may have been cut by the window: it is looked for again, with what follows it.
            var take = isEnd || group.Count == 1 ? group.Count : group.Count - 1;
            var (reached, ended) = (0.0, 0.0);
            for (var i = 0; i < take; i++)
            {
                reached += group[i].Cut.Seconds;
                var found = at + map.At(reached);
                ended = InPause(cut.Outside(Math.Max(found - 0.02, 0), found).End, speech);
                lettersLeft -= sentences[first + i].Text.Length;
                await AddAsync(first + i, group[i], ended).ConfigureAwait(false);
            }

            at = Math.Max(at, cut.Inside(ended));
            first += take;
        }

        return new SpeechTimes(words, phonemes);

        async Task AddAsync(int index, SentenceReading reading, double ended)
        {
            var isLast = index == sentences.Count - 1;
            var end = isLast ? sound.Length : (long)(ended * sound.SampleRate);
            var samples = new float[Math.Max(end - start, 0)];
            sound.Read(start, samples);
            var spoken = new SpokenSentence(SpokenSentence.ToPcm(samples), sound.SampleRate, [], []);
            var own = SpeechSpans.Within(speech, (double)start / sound.SampleRate, (double)end / sound.SampleRate);
            assembler.Add(sentences[index], await _timer.TimeAsync(reading, spoken, own, cancellationToken).ConfigureAwait(false), 1);
            var part = assembler.Take(isLast);
            words.AddRange(part.Words);
            phonemes.AddRange(part.Phonemes);
            start = Math.Max(start, end);
        }
    }

    private static string Beginning(string text) => text.Length <= 40 ? text : text[..40].TrimEnd() + "...";

    private static double InPause(double seconds, IReadOnlyList<SpeechSpan> speech)
    {
        var near = speech.Zip(speech.Skip(1), (a, b) => (Start: a.End, End: b.Start))
            .Select(pause => (pause.Start, pause.End, Away: Math.Max(0, Math.Max(pause.Start - seconds, seconds - pause.End))))
            .Where(pause => pause.Away <= PauseNear).ToList();
        return near.Count == 0 ? seconds : near.MinBy(pause => (pause.Away, pause.Start - pause.End)) is var best ? (best.Start + best.End) / 2 : seconds;
    }

    private Task<SpeechMap?> MapAsync(List<SentenceReading> group, PcmAudio recording, double? expected, CancellationToken cancellationToken) => Task.Run(
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
}
