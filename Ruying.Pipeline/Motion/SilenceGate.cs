using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech;

namespace Ruying.Pipeline.Motion;

/// <summary>Keeps the mouth in its neutral shape where nobody speaks: exactly there, not nearly.</summary>
public static class SilenceGate
{
    private const float SpeechStarts = 0.5f, SpeechGoesOn = 0.35f;
    private const int OpenEarly = 2;
    private const int CloseOver = 4;

    /// <summary>Silero hears a word begin about one and a half frames late (GRID, against its word times).</summary>
    private const int HeardLate = 1;

    /// <summary>Frames of quiet inside speech that do not end it.</summary>
    private const int Hangover = 4;

    /// <summary>Seconds a pause of the synthesiser must last: shorter ones are the stop of a consonant.</summary>
    private const double ShortestPause = 0.16;

    /// <summary>How open the gate is, from how likely speech is.</summary>
    /// <param name="probabilities">One a frame, 0 to 1, from <see cref="VoiceActivity"/>.</param>
    /// <returns>0 (neutral) to 1 (as predicted), one a frame: opens over the two frames before speech, closes over the four after.</returns>
    public static float[] FromProbabilities(ReadOnlySpan<float> probabilities)
    {
        var speech = new bool[probabilities.Length];
        var lastHeard = int.MinValue / 2;
        for (var i = 0; i < probabilities.Length; i++)
        {
            var goingOn = i - lastHeard <= Hangover;
            if (probabilities[i] >= (goingOn ? SpeechGoesOn : SpeechStarts))
            {
                if (goingOn)
                {
                    speech.AsSpan(Math.Max(lastHeard, 0), i - Math.Max(lastHeard, 0)).Fill(true);
                }

                speech.AsSpan(Math.Max(i - HeardLate, 0), Math.Min(i, HeardLate) + 1).Fill(true);
                lastHeard = i;
            }
        }

        return Ease(speech);
    }

    /// <summary>How open the gate is, from the times of the sounds.</summary>
    /// <param name="phonemes">In order; <c>_</c> and gaps are pauses.</param>
    /// <param name="frames">Frames of the motion.</param>
    /// <returns>As <see cref="FromProbabilities"/>.</returns>
    public static float[] FromPhonemes(IReadOnlyList<PhonemeTiming> phonemes, int frames)
    {
        ArgumentNullException.ThrowIfNull(phonemes);
        var speech = new bool[frames];
        var spoken = double.NegativeInfinity;
        foreach (var phoneme in phonemes)
        {
            if (IpaAlphabet.Read(phoneme.Ipa).Count == 0)
            {
                continue;
            }

            var start = phoneme.Start - spoken < ShortestPause ? spoken : phoneme.Start;
            var first = Math.Clamp((int)(start * Clock.FramesPerSecond), 0, frames);
            var last = Math.Clamp((int)Math.Ceiling(phoneme.End * Clock.FramesPerSecond), first, frames);
            speech.AsSpan(first, last - first).Fill(true);
            spoken = phoneme.End;
        }

        return Ease(speech);
    }

    /// <summary>Eases a motion to neutral where the gate closes, in place.</summary>
    /// <param name="motion">The motion.</param>
    /// <param name="weights">One a frame; frames beyond them become neutral.</param>
    public static void Apply(MouthMotion motion, ReadOnlySpan<float> weights)
    {
        ArgumentNullException.ThrowIfNull(motion);
        for (var frame = 0; frame < motion.Frames; frame++)
        {
            var weight = frame < weights.Length ? weights[frame] : 0;
            foreach (ref var value in motion.Frame(frame))
            {
                value *= weight;
            }
        }
    }

    private static float[] Ease(bool[] speech)
    {
        var weights = new float[speech.Length];
        var since = int.MaxValue / 2;
        for (var i = 0; i < speech.Length; i++)
        {
            since = speech[i] ? 0 : since + 1;
            weights[i] = Slope(since, CloseOver);
        }

        var until = int.MaxValue / 2;
        for (var i = speech.Length - 1; i >= 0; i--)
        {
            until = speech[i] ? 0 : until + 1;
            weights[i] = Math.Max(weights[i], Slope(until, OpenEarly));
        }

        return weights;
    }

    private static float Slope(int away, int over) => away > over ? 0 : (float)(0.5 + (0.5 * Math.Cos(Math.PI * away / (over + 1))));
}
