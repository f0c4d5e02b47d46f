using Ruying.Pipeline.Motion;

namespace Ruying.Pipeline.Speech.Alignment;

/// <summary>
/// Finds the speech sounds of a recorded sentence: the same sentence is synthesised, and within each word, whose times are known, the
/// synthetic spectrum is warped onto the recorded one.
/// </summary>
public sealed class PhonemeAligner
{
    private const double FramesPerSecond = 100;

    /// <summary>Cost of leaving the diagonal by a whole word's length; voices differ, so the spectrum alone is not to be trusted.</summary>
    private const float DiagonalCost = 6;

    private readonly LogMel _mel = new(LogMelSettings.Wide);

    /// <summary>Carries the synthetic sounds over to the recording.</summary>
    /// <param name="speech">The synthesised sentence, 16 kHz, one word timing for each word.</param>
    /// <param name="sound">The recording, 16 kHz.</param>
    /// <param name="words">The recording's words.</param>
    /// <returns>Sounds in order, seconds from the start of the recording; gaps are pauses.</returns>
    /// <exception cref="InvalidDataException">The synthesiser made another number of words.</exception>
    public IReadOnlyList<PhonemeTiming> Align(Utterance speech, float[] sound, IReadOnlyList<TimedWord> words)
    {
        if (speech.Words.Count != words.Count)
        {
            throw new InvalidDataException($"The synthesiser made {speech.Words.Count} words of \"{string.Join(' ', words.Select(w => w.Text))}\".");
        }

        var synthetic = Normalised(speech.Audio.Samples);
        var recorded = Normalised(sound);
        var result = new List<PhonemeTiming>();
        for (var w = 0; w < words.Count; w++)
        {
            var inside = speech.Phonemes.Where(p => Owner(p, speech.Words) == w && IpaAlphabet.Read(p.Ipa).Count > 0).ToArray();
            if (inside.Length == 0)
            {
                continue;
            }

            var (from, to) = (inside[0].Start, inside[^1].End);
            var map = Warp(Slice(synthetic, from, to), Slice(recorded, words[w].Start, words[w].End));
            foreach (var phoneme in inside)
            {
                var start = words[w].Start + (map(phoneme.Start - from) / FramesPerSecond);
                var end = words[w].Start + (map(phoneme.End - from) / FramesPerSecond);
                result.Add(phoneme with { Start = start, End = Math.Max(end, start + 0.005) });
            }

            result[^inside.Length] = result[^inside.Length] with { Start = words[w].Start };
            result[^1] = result[^1] with { End = Math.Max(words[w].End, result[^1].Start + 0.005) };
        }

        return result;
    }

    private static int Owner(PhonemeTiming phoneme, IReadOnlyList<WordTiming> words)
    {
        // By the middle: a stop's closure reaches into the word before.
        var middle = (phoneme.Start + phoneme.End) / 2;
        return Math.Max(words.TakeWhile(w => w.Start <= middle).Count() - 1, 0);
    }

    private static float[][] Slice(float[][] frames, double start, double end)
    {
        var first = Math.Clamp((int)Math.Round(start * FramesPerSecond), 0, frames.Length - 1);
        var last = Math.Clamp((int)Math.Round(end * FramesPerSecond), first + 1, frames.Length);
        return frames[first..last];
    }

    private static Func<double, double> Warp(float[][] from, float[][] to)
    {
        var cost = new float[from.Length, to.Length];
        for (var i = 0; i < from.Length; i++)
        {
            for (var j = 0; j < to.Length; j++)
            {
                var diagonal = MathF.Abs(((i + 0.5f) / from.Length) - ((j + 0.5f) / to.Length));
                var step = Distance(from[i], to[j]) + (DiagonalCost * diagonal);
                cost[i, j] = (i, j) switch
                {
                    (0, 0) => step,
                    (0, _) => cost[0, j - 1] + step,
                    (_, 0) => cost[i - 1, 0] + step,
                    _ => Math.Min(cost[i - 1, j - 1] + step, Math.Min(cost[i - 1, j], cost[i, j - 1]) + step),
                };
            }
        }

        var sum = new double[from.Length];
        var count = new int[from.Length];
        for (var (i, j) = (from.Length - 1, to.Length - 1); ;)
        {
            sum[i] += j + 0.5;
            count[i]++;
            if (i == 0 && j == 0)
            {
                break;
            }

            (i, j) = i == 0 ? (i, j - 1)
                : j == 0 ? (i - 1, j)
                : cost[i - 1, j - 1] <= Math.Min(cost[i - 1, j], cost[i, j - 1]) ? (i - 1, j - 1)
                : cost[i - 1, j] <= cost[i, j - 1] ? (i - 1, j) : (i, j - 1);
        }

        return seconds =>
        {
            var position = (seconds * FramesPerSecond) - 0.5;
            var below = Math.Clamp((int)Math.Floor(position), 0, from.Length - 1);
            var above = Math.Min(below + 1, from.Length - 1);
            return double.Lerp(sum[below] / count[below], sum[above] / count[above], Math.Clamp(position - below, 0, 1));
        };
    }

    private static float Distance(float[] a, float[] b)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++)
        {
            sum += MathF.Abs(a[i] - b[i]);
        }

        return sum / a.Length;
    }

    /// <summary>Columns without the voice's own colour, which the two voices do not share.</summary>
    private float[][] Normalised(float[] samples)
    {
        var count = samples.Length / LogMel.Hop;
        var mel = _mel.Compute(LogMel.NormaliseLevel(samples), count);
        var mean = new float[_mel.Bands];
        for (var i = 0; i < mel.Length; i++)
        {
            mean[i % _mel.Bands] += mel[i] / count;
        }

        return [.. Enumerable.Range(0, count).Select(c => Enumerable.Range(0, _mel.Bands).Select(b => mel[(c * _mel.Bands) + b] - mean[b]).ToArray())];
    }
}
