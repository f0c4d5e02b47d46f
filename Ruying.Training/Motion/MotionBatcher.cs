using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;
using Ruying.Training.Data;

namespace Ruying.Training.Motion;

/// <summary>Cuts random windows. Phonemes come at other speeds and sometimes as silence, which is a closed mouth; what is heard comes as it is.</summary>
internal sealed class MotionBatcher
{
    private const int Frames = MotionBatch.Frames;
    private const int Margin = 8;
    private const float SilentShare = 0.05f;

    /// <summary>Between as many windows for each speaker (0) and as the footage has (1).</summary>
    private const double SoundBalance = 0.6, PhonemeBalance = 0.4;

    /// <summary>Synthesised voices against real ones of as much speech: their motion is the phoneme model's, not a mouth's.</summary>
    private const double TaughtShare = 0.5;

    /// <summary>Seconds by which the edges of sounds are moved at random: the alignment is no better.</summary>
    private const float EdgeJitter = 0.01f;

    private readonly MotionInput _input;
    private readonly MotionSample[][] _speakers;
    private readonly double[] _chances;

    public MotionBatcher(MotionInput input, IReadOnlyList<MotionSample> samples)
    {
        _input = input;
        _speakers = [.. samples.GroupBy(s => s.Speaker).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.ToArray())];
        var balance = input == MotionInput.Sound ? SoundBalance : PhonemeBalance;
        var weights = _speakers.Select(s => Math.Pow(s.Sum(c => c.Frames), balance) * (s[0].Taught ? TaughtShare : 1)).ToArray();
        _chances = [.. weights.Select((_, i) => weights.Take(i + 1).Sum() / weights.Sum())];
    }

    /// <summary>A batch; the same random numbers give the same batch.</summary>
    public MotionBatch Next(Random random)
    {
        var featureSize = Frames * MotionNet.RowsPerFrame(_input) * MotionNet.Columns(_input);
        var batch = new MotionBatch(
            new float[MotionBatch.Windows * featureSize],
            new float[MotionBatch.Windows * Frames * MouthMotion.Values],
            new float[MotionBatch.Windows * Frames],
            new float[MotionBatch.Windows * Frames]);
        for (var window = 0; window < MotionBatch.Windows; window++)
        {
            var features = _input == MotionInput.Sound ? Heard(batch, window, random)
                : random.NextSingle() < SilentShare ? Silence(batch, window)
                : Spoken(batch, window, random);
            features.CopyTo(batch.Features, window * featureSize);
        }

        return batch;
    }

    private static float[] Silence(MotionBatch batch, int window)
    {
        batch.Usable.AsSpan(window * Frames, Frames).Fill(1);
        return PhonemeFeatures.Sample([], Frames);
    }

    private float[] Heard(MotionBatch batch, int window, Random random)
    {
        var sample = Sample(random);
        var start = random.Next(Math.Max(sample.Frames - Frames, 0) + 1);
        CopyTarget(sample, start, 1, batch, window);
        MarkContacts(Moved(sample, start, 1), batch.Contact.AsSpan(window * Frames, Frames));
        var features = new float[Frames * SpeechEmbedding.Features];
        var count = Math.Min(Frames, sample.Frames - start) * SpeechEmbedding.Features;
        sample.Features.AsSpan(start * SpeechEmbedding.Features, count).CopyTo(features);
        return features;
    }

    private float[] Spoken(MotionBatch batch, int window, Random random)
    {
        var sample = Sample(random);
        var speed = random.NextSingle() < 0.4f ? 1 : RandomNumbers.Between(random, 0.88f, 1.13f);
        var start = random.Next(-Margin, Math.Max(sample.Frames - (int)(Frames * speed) + Margin, 1 - Margin));
        CopyTarget(sample, start, speed, batch, window);
        var phonemes = Moved(sample, start, speed);
        MarkContacts(phonemes, batch.Contact.AsSpan(window * Frames, Frames));
        return PhonemeFeatures.Sample(Jitter(phonemes, random), Frames);
    }

    private MotionSample Sample(Random random)
    {
        var chance = random.NextDouble();
        var speaker = _speakers[Math.Min(Array.FindIndex(_chances, c => chance <= c), _speakers.Length - 1)];
        return speaker[random.Next(speaker.Length)];
    }

    private static Pipeline.Speech.PhonemeTiming[] Moved(MotionSample sample, int start, float speed)
    {
        return [.. sample.Phonemes.Select(p => p with { Start = At(p.Start), End = At(p.End) })];

        double At(double seconds) => (seconds - ((double)start / Clock.FramesPerSecond)) / speed;
    }

    private static void CopyTarget(MotionSample sample, int start, float speed, MotionBatch batch, int window)
    {
        for (var frame = 0; frame < Frames; frame++)
        {
            var position = start + (frame * speed);
            var below = (int)MathF.Floor(position);
            if (below < 0 || below >= sample.Frames)
            {
                continue;
            }

            var at = (window * Frames) + frame;
            var above = Math.Min(below + 1, sample.Frames - 1);
            batch.Usable[at] = sample.Usable[below] && sample.Usable[above] ? 1 : 0;
            var target = batch.Target.AsSpan(at * MouthMotion.Values, MouthMotion.Values);
            System.Numerics.Tensors.TensorPrimitives.Lerp(sample.Motion.Frame(below), sample.Motion.Frame(above), position - below, target);
        }
    }

    private static Pipeline.Speech.PhonemeTiming[] Jitter(Pipeline.Speech.PhonemeTiming[] phonemes, Random random)
    {
        for (var i = 0; i < phonemes.Length; i++)
        {
            var end = Math.Max(phonemes[i].End + (EdgeJitter * RandomNumbers.Normal(random)), phonemes[i].Start + 0.005);
            if (i + 1 < phonemes.Length && phonemes[i + 1].Start <= phonemes[i].End)
            {
                end = Math.Min(end, phonemes[i + 1].End - 0.005);
                phonemes[i + 1] = phonemes[i + 1] with { Start = end };
            }

            phonemes[i] = phonemes[i] with { End = end };
        }

        return phonemes;
    }

    private static void MarkContacts(IEnumerable<Pipeline.Speech.PhonemeTiming> phonemes, Span<float> contact)
    {
        foreach (var phoneme in phonemes)
        {
            if (IpaAlphabet.Read(phoneme.Ipa) is [{ Place: Place.Bilabial or Place.Labiodental }, ..])
            {
                var middle = (int)Math.Round((phoneme.Start + phoneme.End) / 2 * Clock.FramesPerSecond);
                for (var frame = Math.Max(middle - 1, 0); frame <= Math.Min(middle + 1, Frames - 1); frame++)
                {
                    contact[frame] = 1;
                }
            }
        }
    }
}
