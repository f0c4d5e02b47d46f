using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;

namespace Ruying.Pipeline.Speech.Alignment;

/// <summary>Where somebody speaks, and where the pauses are.</summary>
public static class SpeechSpans
{
    /// <summary>Seconds of quiet that make a pause.</summary>
    public const double ShortestPause = 0.2;

    private const float Heard = 0.5f;

    /// <summary>Silero hears a word begin about one and a half frames late (GRID, against its word times).</summary>
    private const int HeardLate = 1;

    /// <summary>By the times of the sounds.</summary>
    /// <param name="phonemes">In order; <c>_</c> and gaps are quiet.</param>
    public static IReadOnlyList<SpeechSpan> Of(IReadOnlyList<PhonemeTiming> phonemes) =>
        Join(phonemes.Where(p => IpaAlphabet.Read(p.Ipa).Count > 0).Select(p => new SpeechSpan(p.Start, p.End)), ShortestPause);

    /// <summary>By the times of the words.</summary>
    /// <param name="sentences">In order; outside of them nobody speaks.</param>
    public static IReadOnlyList<SpeechSpan> Of(IReadOnlyList<TimedSentence> sentences) =>
        Join(sentences.SelectMany(s => s.Words.Select(w => new SpeechSpan(s.Start + w.Start, s.Start + w.End))), ShortestPause);

    /// <summary>By how likely speech is in each frame.</summary>
    /// <param name="probabilities">0 to 1, from <see cref="VoiceActivity"/>.</param>
    public static IReadOnlyList<SpeechSpan> Of(ReadOnlySpan<float> probabilities)
    {
        var heard = new List<SpeechSpan>();
        for (var t = 0; t < probabilities.Length; t++)
        {
            if (probabilities[t] >= Heard)
            {
                heard.Add(new SpeechSpan((double)Math.Max(t - HeardLate, 0) / Clock.FramesPerSecond, (t + 1.0) / Clock.FramesPerSecond));
            }
        }

        return Join(heard, ShortestPause);
    }

    /// <summary>The pauses of <see cref="ShortestPause"/> or more before, between and after the spans.</summary>
    /// <param name="spans">In order.</param>
    /// <param name="seconds">Length of the sound.</param>
    public static IReadOnlyList<SpeechSpan> Pauses(IReadOnlyList<SpeechSpan> spans, double seconds)
    {
        var pauses = new List<SpeechSpan>();
        var quiet = 0.0;
        foreach (var span in spans.Append(new SpeechSpan(seconds, seconds)))
        {
            if (span.Start - quiet >= ShortestPause)
            {
                pauses.Add(new SpeechSpan(quiet, span.Start));
            }

            quiet = Math.Max(quiet, span.End);
        }

        return pauses;
    }

    /// <summary>The spans within a part, with times from its start.</summary>
    /// <param name="spans">In order.</param>
    /// <param name="start">Where the part begins, seconds.</param>
    /// <param name="end">Where it ends, seconds.</param>
    public static IReadOnlyList<SpeechSpan> Within(IReadOnlyList<SpeechSpan> spans, double start, double end) =>
        [.. spans.Where(s => s.End > start && s.Start < end).Select(s => new SpeechSpan(Math.Max(s.Start, start) - start, Math.Min(s.End, end) - start))];

    /// <summary>Joins spans between which there is no pause.</summary>
    /// <param name="spans">In order.</param>
    /// <param name="shortestPause">Seconds of quiet that part two.</param>
    internal static List<SpeechSpan> Join(IEnumerable<SpeechSpan> spans, double shortestPause)
    {
        var joined = new List<SpeechSpan>();
        foreach (var span in spans)
        {
            if (joined.Count > 0 && span.Start - joined[^1].End < shortestPause)
            {
                joined[^1] = joined[^1] with { End = Math.Max(joined[^1].End, span.End) };
            }
            else
            {
                joined.Add(span);
            }
        }

        return joined;
    }
}
