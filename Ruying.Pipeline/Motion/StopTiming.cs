using System.Numerics.Tensors;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech;

namespace Ruying.Pipeline.Motion;

/// <summary>
/// Gives p, t, k and kin their closure back. Synthesisers (espeak-ng among them) mark such a sound at its burst and count the silence
/// of the closure to the sound before; but lips are shut during that silence and part at the burst.
/// </summary>
public static class StopTiming
{
    private const double BlockSeconds = 0.005;
    private const double LongestClosure = 0.12;

    /// <summary>After a pause the closure cannot be heard: it is taken to last this long.</summary>
    private const double ClosureAfterPause = 0.06;

    /// <summary>A closure is quieter than this share of the loud parts.</summary>
    private const float QuietShare = 0.08f;

    /// <summary>Moves the start of each stop back over the quiet before it, never past the middle of the sound before.</summary>
    /// <param name="phonemes">In order without overlaps; starts at bursts.</param>
    /// <param name="sound">The sound they are spoken in.</param>
    /// <returns>As many phonemes, without overlaps.</returns>
    public static IReadOnlyList<PhonemeTiming> Refine(IReadOnlyList<PhonemeTiming> phonemes, PcmAudio sound)
    {
        ArgumentNullException.ThrowIfNull(phonemes);
        ArgumentNullException.ThrowIfNull(sound);
        var loudness = Loudness(sound);
        var refined = phonemes.ToArray();
        if (loudness.Length == 0)
        {
            return refined;
        }

        var sorted = loudness.Order().ToArray();
        var quiet = sorted[(int)(0.95 * (sorted.Length - 1))] * QuietShare;
        for (var i = 0; i < refined.Length; i++)
        {
            if (IpaAlphabet.Read(refined[i].Ipa) is not [{ Manner: Manner.Plosive }, ..])
            {
                continue;
            }

            var previous = i > 0 ? refined[i - 1] : default;
            var silence = i == 0 || previous.End < refined[i].Start || IpaAlphabet.Read(previous.Ipa).Count == 0;
            var earliest = silence
                ? Math.Max(refined[i].Start - ClosureAfterPause, i > 0 ? Math.Min(previous.Start, refined[i].Start) : 0)
                : Math.Max(refined[i].Start - LongestClosure, (previous.Start + previous.End) / 2);
            var start = silence ? earliest : QuietSince(loudness, quiet, refined[i].Start, earliest);
            refined[i] = refined[i] with { Start = start };
            if (i > 0 && previous.End > start)
            {
                refined[i - 1] = previous with { End = start };
            }
        }

        return refined;
    }

    private static double QuietSince(float[] loudness, float quiet, double burst, double earliest)
    {
        // The block that holds the burst itself is loud already.
        var block = Math.Min((int)(burst / BlockSeconds), loudness.Length) - 1;
        var first = (int)Math.Ceiling(earliest / BlockSeconds);
        var start = burst;
        for (; block >= first && loudness[block] < quiet; block--)
        {
            start = block * BlockSeconds;
        }

        return start;
    }

    private static float[] Loudness(PcmAudio sound)
    {
        var size = Math.Max((int)(sound.SampleRate * BlockSeconds), 1);
        var loudness = new float[sound.Samples.Length / size];
        for (var i = 0; i < loudness.Length; i++)
        {
            loudness[i] = TensorPrimitives.Norm<float>(sound.Samples.AsSpan(i * size, size)) / MathF.Sqrt(size);
        }

        return loudness;
    }
}
