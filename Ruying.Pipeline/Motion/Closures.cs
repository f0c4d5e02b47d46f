using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech;

namespace Ruying.Pipeline.Motion;

/// <summary>
/// The last step on a predicted motion: sounds that cannot be made with an open mouth get their contact. A network trained on mean
/// error leaves p half open; where the times of the sounds are known there is no need to.
/// </summary>
public static class Closures
{
    private const int EaseFrames = 2;

    /// <summary>The jaw brings most of the way; the upper lip the rest.</summary>
    private const float LowerShare = 0.7f;

    private const float ChinShare = 0.5f;

    /// <summary>A bite leaves the lower lip this near to the upper, in neutral mouth widths.</summary>
    private const float BiteGap = 0.01f;

    /// <summary>
    /// Closes the lips for p, b, m (and ɸ, β) and brings the lower lip to the teeth for f, v (and ɱ): in the frame nearest the
    /// sound's middle the gap is at most the neutral one (f, v: 0.01 mouth widths more), eased over two frames on each side and
    /// held while the sound lasts.
    /// </summary>
    /// <param name="motion">Changed in place; apply after <see cref="SpeakerFit"/>, which would scale the contact away.</param>
    /// <param name="phonemes">Sounds with times from the start of the motion.</param>
    public static void Apply(MouthMotion motion, IReadOnlyList<PhonemeTiming> phonemes)
    {
        ArgumentNullException.ThrowIfNull(motion);
        ArgumentNullException.ThrowIfNull(phonemes);
        var lips = new float[motion.Frames];
        var bite = new float[motion.Frames];
        foreach (var phoneme in phonemes)
        {
            var gestures = IpaAlphabet.Read(phoneme.Ipa);
            if (gestures.Count > 0 && Contact(gestures[0]) is { } place)
            {
                Hold(place == Place.Bilabial ? lips : bite, phoneme.Start, phoneme.End);
            }
        }

        for (var frame = 0; frame < motion.Frames; frame++)
        {
            if (lips[frame] > 0)
            {
                Close(motion.Frame(frame), lips[frame], 0, LowerShare);
            }

            if (bite[frame] > 0)
            {
                Close(motion.Frame(frame), bite[frame], BiteGap, 1);
            }
        }
    }

    /// <summary>Pushes the inner lips apart where a motion would make them cross on this person, half each.</summary>
    /// <param name="motion">Changed in place.</param>
    /// <param name="neutral">The person's neutral mouth, x and y of 45 points, in neutral mouth widths.</param>
    public static void KeepLipsApart(MouthMotion motion, ReadOnlySpan<float> neutral)
    {
        ArgumentNullException.ThrowIfNull(motion);
        for (var frame = 0; frame < motion.Frames; frame++)
        {
            var values = motion.Frame(frame);
            for (var column = 1; column <= MouthPoints.Columns; column++)
            {
                // A mesh may cross by a hair at rest; only what the motion adds is taken back.
                var crossing = Math.Min(MouthPoints.Gap(neutral, column), 0) - MouthPoints.Gap(neutral, column) - MouthPoints.Gap(values, column);
                if (crossing > 0)
                {
                    values[MouthPoints.LowerY(column)] += crossing / 2;
                    values[MouthPoints.UpperY(column)] -= crossing / 2;
                }
            }
        }
    }

    private static Place? Contact(Articulation gesture) => (gesture.Place, gesture.Manner) switch
    {
        (Place.Bilabial, _) => Place.Bilabial,
        (Place.Labiodental, Manner.Fricative or Manner.Nasal) => Place.Labiodental,
        _ => null,
    };

    private static void Hold(float[] weights, double start, double end)
    {
        var middle = (start + end) / 2 * Clock.FramesPerSecond;
        var peak = (int)Math.Round(middle);

        // The contact itself is shorter than the sound, whose edges are the lips on their way.
        var half = Math.Max(((end - start) * Clock.FramesPerSecond / 2) - 1, 0);
        for (var frame = Math.Max(peak - (int)half - EaseFrames - 1, 0); frame <= Math.Min(peak + (int)half + EaseFrames + 1, weights.Length - 1); frame++)
        {
            var away = frame == peak ? 0 : Math.Max(Math.Abs(frame - middle) - half, 0);
            var weight = away >= EaseFrames ? 0 : (float)(0.5 + (0.5 * Math.Cos(Math.PI * away / EaseFrames)));
            weights[frame] = Math.Max(weights[frame], weight);
        }
    }

    private static void Close(Span<float> values, float weight, float gap, float lowerShare)
    {
        var middle = Math.Max(MouthPoints.Aperture(values) - gap, 0) * weight * lowerShare;
        for (var column = 1; column <= MouthPoints.Columns; column++)
        {
            var excess = Math.Max(MouthPoints.Gap(values, column) - gap, 0) * weight;
            var lower = excess * lowerShare;
            var upper = excess - lower;
            values[MouthPoints.LowerY(column)] -= lower;
            values[MouthPoints.LowerY(column) - (2 * MouthPoints.Inner)] -= lower;
            values[MouthPoints.UpperY(column)] += upper;
            values[MouthPoints.UpperY(column) - (2 * MouthPoints.Inner)] += upper;
        }

        for (var point = MouthPoints.Chin; point < MouthPoints.Count; point++)
        {
            values[(2 * point) + 1] -= middle * ChinShare;
        }
    }
}
