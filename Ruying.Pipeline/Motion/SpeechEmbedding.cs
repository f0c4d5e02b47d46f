using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;

namespace Ruying.Pipeline.Motion;

/// <summary>
/// What a network that has heard very many voices hears in a sound: 384 numbers a picture frame, away from their mean over the clip's
/// louder frames, so that voice, microphone and room count less. Safe to share between threads.
/// </summary>
public sealed class SpeechEmbedding
{
    /// <summary>Numbers a frame.</summary>
    public const int Features = 384;

    private const int ColumnsPerFrame = Clock.ModelSampleRate / Clock.FramesPerSecond / LogMel.Hop;

    /// <summary>Columns that the network sees before the first of a frame's own and after the last.</summary>
    private const int Margin = 18;

    private const int ChunkFrames = 1500;

    /// <summary>The mean is taken over the first five minutes.</summary>
    private const int MeanFrames = 7500;

    /// <summary>Powers of ten (10 dB) under the loud frames (90th percentile) down to which a frame counts in the mean.</summary>
    private const float QuietUnder = 2;

    /// <summary>What quiet frames count in the mean, however many there are.</summary>
    private const double QuietShare = 0.33;

    private readonly InferenceSession _session;
    private readonly LogMel _mel;

    /// <summary>Wraps the model <c>speech-embedding</c>.</summary>
    /// <param name="session">Not disposed here.</param>
    /// <param name="warp">As of <see cref="LogMel"/>: another vocal tract, for training.</param>
    /// <exception cref="ModelException"><c>model.wrong_kind</c>.</exception>
    public SpeechEmbedding(InferenceSession session, double warp = 1)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (!session.InputMetadata.TryGetValue("mel", out var mel) || mel.Dimensions is not [_, var bands] || bands != LogMelSettings.Embedding.Bands
            || !session.OutputMetadata.TryGetValue("features", out var features) || features.Dimensions is not [_, Features])
        {
            throw new ModelException(
                "model.wrong_kind",
                $"The speech embedding should take 'mel' with {LogMelSettings.Embedding.Bands} columns and give {Features} 'features': install the model that belongs to this version.");
        }

        _session = session;
        _mel = new LogMel(LogMelSettings.Embedding, warp);
    }

    /// <summary>Opens a sound.</summary>
    /// <param name="sound">16 kHz, at the models' level (<see cref="LogMel.NormaliseLevel"/>).</param>
    /// <param name="frames">Picture frames of it.</param>
    /// <param name="cancellationToken">Stops within milliseconds.</param>
    /// <returns>Gives the features of a stretch, first frame and count: <c>[count, 384]</c>, the same however the clip is cut into stretches.</returns>
    public Func<int, int, float[]> Open(ISound sound, int frames, CancellationToken cancellationToken = default)
    {
        var (mean, heard) = Beginning(sound, Math.Min(frames, MeanFrames), cancellationToken);
        return (first, count) =>
        {
            var end = (first + count) * Features;
            return Centred(end <= heard.Length ? heard[(first * Features)..end] : Run(Mel(sound, first, count), count, cancellationToken), mean);
        };
    }

    /// <summary>The same at 100 rows a second, for timing sounds: four times the work.</summary>
    /// <param name="sound">As in <see cref="Open"/>.</param>
    /// <param name="frames">Picture frames of it.</param>
    /// <param name="cancellationToken">Stops within milliseconds.</param>
    /// <returns><c>[4 frames, 384]</c>; row <c>r</c> is about the sound around sample <c>160 r + 80</c>.</returns>
    public float[] Fine(ISound sound, int frames, CancellationToken cancellationToken = default)
    {
        var (mean, heard) = Beginning(sound, Math.Min(frames, MeanFrames), cancellationToken);
        var fine = new float[frames * ColumnsPerFrame * Features];
        for (var column = 0; column < ColumnsPerFrame; column++)
        {
            // Unshifted, the network's middle lies half a column before the second of a frame's four.
            var shift = column - 1;
            var features = Centred(shift == 0 && frames <= MeanFrames ? heard : Run(Mel(sound, 0, frames, shift), frames, cancellationToken), mean);
            for (var i = 0; i < frames; i++)
            {
                features.AsSpan(i * Features, Features).CopyTo(fine.AsSpan(((i * ColumnsPerFrame) + column) * Features));
            }
        }

        return fine;
    }

    /// <summary>Takes the mean away, in place.</summary>
    private static float[] Centred(float[] features, float[] mean)
    {
        for (var i = 0; i < features.Length; i += Features)
        {
            var frame = features.AsSpan(i, Features);
            TensorPrimitives.Subtract(frame, mean, frame);
        }

        return features;
    }

    private float[] Mel(ISound sound, int first, int count, int shift = 0) =>
        _mel.Compute(sound, (count * ColumnsPerFrame) + (2 * Margin), (first * ColumnsPerFrame) - Margin + shift);

    /// <summary>The mean, and the features that it was taken of.</summary>
    private (float[] Mean, float[] Heard) Beginning(ISound sound, int frames, CancellationToken cancellationToken)
    {
        var levels = new float[frames];
        var heard = new float[frames * Features];
        for (var first = 0; first < frames; first += ChunkFrames)
        {
            var count = Math.Min(ChunkFrames, frames - first);
            var mel = Mel(sound, first, count);
            for (var i = 0; i < count; i++)
            {
                var own = mel.AsSpan(((i * ColumnsPerFrame) + Margin) * _mel.Bands, ColumnsPerFrame * _mel.Bands);
                levels[first + i] = TensorPrimitives.Sum<float>(own) / own.Length;
            }

            Run(mel, count, cancellationToken).CopyTo(heard, first * Features);
        }

        var least = (float)Numerics.Smoothing.Percentile([.. levels.Select(l => (double)l)], 0.9) - QuietUnder;
        double[][] sums = [new double[Features], new double[Features]];
        var counts = new int[2];
        for (var i = 0; i < frames; i++)
        {
            var kind = levels[i] >= least ? 0 : 1;
            counts[kind]++;
            for (var k = 0; k < Features; k++)
            {
                sums[kind][k] += heard[(i * Features) + k];
            }
        }

        var quiet = counts[1] == 0 ? 0 : counts[0] == 0 ? 1 : QuietShare;
        return ([.. sums[0].Zip(sums[1], (l, q) => (float)(((1 - quiet) * l / Math.Max(counts[0], 1)) + (quiet * q / Math.Max(counts[1], 1))))], heard);
    }

    private float[] Run(float[] mel, int frames, CancellationToken cancellationToken)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(mel, [mel.Length / _mel.Bands, _mel.Bands]);
        using var outputs = _session.Run(["mel"], [input], ["features"], cancellationToken);
        return outputs[0].GetTensorDataAsSpan<float>()[..(frames * Features)].ToArray();
    }
}
