using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;
using Ruying.Training.Data;

namespace Ruying.Training.Motion;

/// <summary>Cuts random windows: other speeds, other rooms, other throats, and sometimes silence, which is a closed mouth.</summary>
internal sealed class MotionBatcher
{
    private const int Frames = MotionBatch.Frames;
    private const int Margin = 8;
    private const int SamplesPerFrame = Clock.ModelSampleRate / Clock.FramesPerSecond;
    private const float SilentShare = 0.05f;

    /// <summary>Between as many windows for each speaker (0) and as the footage has (1).</summary>
    private const double SpeakerBalance = 0.4;

    /// <summary>Seconds by which the edges of sounds are moved at random: the alignment is no better.</summary>
    private const float EdgeJitter = 0.01f;

    private readonly MotionInput _input;
    private readonly MotionSample[][] _speakers;
    private readonly double[] _chances;
    private readonly LogMel[] _throats = [.. new[] { 0.86, 0.9, 0.94, 0.97, 1, 1.03, 1.06, 1.1, 1.15 }.Select(w => new LogMel(w))];

    public MotionBatcher(MotionInput input, IReadOnlyList<MotionSample> samples)
    {
        _input = input;
        _speakers = [.. samples.GroupBy(s => s.Speaker).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.ToArray())];
        var weights = _speakers.Select(s => Math.Pow(s.Sum(c => c.Frames), SpeakerBalance)).ToArray();
        _chances = [.. weights.Select((_, i) => weights.Take(i + 1).Sum() / weights.Sum())];
    }

    private int Columns => _input == MotionInput.Sound ? LogMel.Bands : PhonemeFeatures.Count;

    /// <summary>A batch; the same random numbers give the same batch.</summary>
    public MotionBatch Next(Random random)
    {
        var featureSize = Frames * PhonemeFeatures.RowsPerFrame * Columns;
        var batch = new MotionBatch(
            new float[MotionBatch.Windows * featureSize],
            new float[MotionBatch.Windows * Frames * MouthMotion.Values],
            new float[MotionBatch.Windows * Frames],
            new float[MotionBatch.Windows * Frames]);
        for (var window = 0; window < MotionBatch.Windows; window++)
        {
            var features = random.NextSingle() < SilentShare ? Silence(batch, window, random) : Speech(batch, window, random);
            features.CopyTo(batch.Features, window * featureSize);
        }

        return batch;
    }

    private float[] Silence(MotionBatch batch, int window, Random random)
    {
        batch.Usable.AsSpan(window * Frames, Frames).Fill(1);
        if (_input == MotionInput.Phonemes)
        {
            return PhonemeFeatures.Sample([], Frames);
        }

        var sound = new float[Frames * SamplesPerFrame];
        var level = random.NextSingle() < 0.3f ? 0 : SoundAugmenter.Decibels(SoundAugmenter.Between(random, -75, -32));
        for (var i = 0; i < sound.Length; i++)
        {
            sound[i] = level * SoundAugmenter.Normal(random);
        }

        return _throats[4].Compute(sound, Frames * PhonemeFeatures.RowsPerFrame);
    }

    private float[] Speech(MotionBatch batch, int window, Random random)
    {
        var chance = random.NextDouble();
        var speaker = _speakers[Math.Min(Array.FindIndex(_chances, c => chance <= c), _speakers.Length - 1)];
        var sample = speaker[random.Next(speaker.Length)];
        var speed = random.NextSingle() < 0.4f ? 1 : SoundAugmenter.Between(random, 0.88f, 1.13f);
        var start = random.Next(-Margin, Math.Max(sample.Frames - (int)(Frames * speed) + Margin, 1 - Margin));
        CopyTarget(sample, start, speed, batch, window);
        var phonemes = sample.Phonemes.Select(p => p with { Start = Moved(p.Start), End = Moved(p.End) }).ToArray();
        MarkContacts(phonemes, batch.Contact.AsSpan(window * Frames, Frames));
        if (_input == MotionInput.Phonemes)
        {
            return PhonemeFeatures.Sample(Jitter(phonemes, random), Frames);
        }

        var sound = SoundAugmenter.Change(Cut(sample.Sound, start, speed), random);
        var features = _throats[random.Next(_throats.Length)].Compute(sound, Frames * PhonemeFeatures.RowsPerFrame);
        if (random.NextSingle() < 0.3f)
        {
            MaskBands(features, random);
        }

        return features;

        double Moved(double seconds) => (seconds - ((double)start / Clock.FramesPerSecond)) / speed;
    }

    private static void CopyTarget(MotionSample sample, int start, float speed, MotionBatch batch, int window)
    {
        for (var frame = 0; frame < Frames; frame++)
        {
            var position = start + (frame * speed);
            var below = (int)MathF.Floor(position);
            if (below < 0 || below + 1 >= sample.Frames)
            {
                continue;
            }

            var at = (window * Frames) + frame;
            batch.Usable[at] = sample.Usable[below] && sample.Usable[below + 1] ? 1 : 0;
            var target = batch.Target.AsSpan(at * MouthMotion.Values, MouthMotion.Values);
            System.Numerics.Tensors.TensorPrimitives.Lerp(sample.Motion.Frame(below), sample.Motion.Frame(below + 1), position - below, target);
        }
    }

    private static Pipeline.Speech.PhonemeTiming[] Jitter(Pipeline.Speech.PhonemeTiming[] phonemes, Random random)
    {
        for (var i = 0; i < phonemes.Length; i++)
        {
            var end = Math.Max(phonemes[i].End + (EdgeJitter * SoundAugmenter.Normal(random)), phonemes[i].Start + 0.005);
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

    private static float[] Cut(float[] sound, int start, float speed)
    {
        var cut = new float[Frames * SamplesPerFrame];
        for (var i = 0; i < cut.Length; i++)
        {
            var position = (start * SamplesPerFrame) + (i * (double)speed);
            var below = (int)Math.Floor(position);
            if (below >= 0 && below + 1 < sound.Length)
            {
                cut[i] = float.Lerp(sound[below], sound[below + 1], (float)(position - below));
            }
        }

        return cut;
    }

    private static void MaskBands(float[] mel, Random random)
    {
        var first = random.Next(34);
        var count = random.Next(1, 6);
        var mean = System.Numerics.Tensors.TensorPrimitives.Sum<float>(mel) / mel.Length;
        for (var row = 0; row < mel.Length; row += LogMel.Bands)
        {
            mel.AsSpan(row + first, count).Fill(mean);
        }
    }
}
