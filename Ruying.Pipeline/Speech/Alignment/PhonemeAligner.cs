using Ruying.Pipeline.Motion;

namespace Ruying.Pipeline.Speech.Alignment;

/// <summary>
/// Finds the speech sounds of a recorded sentence: the same sentence is synthesised, and within each word, whose times are known, the
/// synthetic spectrum is warped onto the recorded one.
/// </summary>
/// <param name="warp">Compares the two.</param>
public sealed class PhonemeAligner(SpeechWarp warp)
{
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

        var synthetic = warp.Hear(speech.Audio.Samples);
        var recorded = warp.Hear(sound);
        var result = new List<PhonemeTiming>();
        for (var w = 0; w < words.Count; w++)
        {
            var inside = speech.Phonemes.Where(p => Owner(p, speech.Words) == w && IpaAlphabet.Read(p.Ipa).Count > 0).ToArray();
            if (inside.Length == 0)
            {
                continue;
            }

            var (from, to) = (inside[0].Start, inside[^1].End);
            var map = SpeechWarp.Align(Slice(synthetic, from, to), Slice(recorded, words[w].Start, words[w].End)).At;
            foreach (var phoneme in inside)
            {
                var start = words[w].Start + map(phoneme.Start - from);
                var end = words[w].Start + map(phoneme.End - from);
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
        var first = Math.Clamp((int)Math.Round(start * SpeechWarp.RowsPerSecond), 0, frames.Length - 1);
        var last = Math.Clamp((int)Math.Round(end * SpeechWarp.RowsPerSecond), first + 1, frames.Length);
        return frames[first..last];
    }
}
