using System.Numerics.Tensors;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;

namespace Ruying.Pipeline.Speech.Alignment;

/// <summary>
/// Warps one voice's reading of some words onto another's (dynamic time warping over the speech embedding and the log-mel spectrum, both
/// away from their means). Safe to share between threads.
/// </summary>
/// <param name="embedding">Hears sounds rather than voices.</param>
public sealed class SpeechWarp(SpeechEmbedding embedding)
{
    /// <summary>Rows a second of what is compared.</summary>
    public const int RowsPerSecond = 100;

    /// <summary>What the spectrum counts beside the embedding, and leaving the diagonal by all of the length. Of 315 words of eleven
    /// people 24 ms mean error; spectrum alone 33, embedding alone 28 (docs/voices.md).</summary>
    private const float SpectrumWeight = 0.2f, DiagonalCost = 0.5f;

    private readonly LogMel _mel = new(LogMelSettings.Wide);

    /// <summary>With the model of an installation.</summary>
    /// <param name="sessions">Lends the network.</param>
    public static SpeechWarp Open(Models.OnnxSessions sessions)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        return new SpeechWarp(new SpeechEmbedding(sessions.Get("speech-embedding")));
    }

    /// <summary>What of a sound is compared.</summary>
    /// <param name="samples">16 kHz.</param>
    /// <param name="cancellationToken">Stops within milliseconds.</param>
    /// <returns>Rows, 100 a second; none where the sound is shorter than a picture frame.</returns>
    public float[][] Hear(float[] samples, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var frames = samples.Length * Clock.FramesPerSecond / Clock.ModelSampleRate;
        var level = LogMel.NormaliseLevel(new PcmAudio(samples, Clock.ModelSampleRate));
        var heard = embedding.Fine(level, frames, cancellationToken);
        var count = heard.Length / SpeechEmbedding.Features;
        var spectrum = _mel.Compute(level, count);
        var mean = new float[_mel.Bands];
        for (var i = 0; i < spectrum.Length; i++)
        {
            mean[i % mean.Length] += spectrum[i] / count;
        }

        var rows = new float[count][];
        for (var r = 0; r < count; r++)
        {
            var row = new float[SpeechEmbedding.Features + _mel.Bands];
            var own = heard.AsSpan(r * SpeechEmbedding.Features, SpeechEmbedding.Features);
            TensorPrimitives.Divide(own, TensorPrimitives.Norm<float>(own) + 1e-6f, row.AsSpan(0, SpeechEmbedding.Features));
            TensorPrimitives.Subtract(spectrum.AsSpan(r * _mel.Bands, _mel.Bands), mean, row.AsSpan(SpeechEmbedding.Features));
            rows[r] = row;
        }

        return rows;
    }

    /// <summary>Finds the warp.</summary>
    /// <param name="from">Rows of one reading, at least one.</param>
    /// <param name="to">Rows of the other, at least one.</param>
    /// <param name="expected">Where in the other, in seconds, the first reading ends about: what follows there is something else. Null: both end together.</param>
    public static SpeechMap Align(ReadOnlySpan<float[]> from, ReadOnlySpan<float[]> to, double? expected = null)
    {
        var (rows, columns) = (from.Length, to.Length);
        var likely = expected is { } end ? Math.Clamp((float)end * RowsPerSecond, 1, columns) : columns;
        var steps = new byte[rows, columns];
        var (above, current) = (new float[columns], new float[columns]);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var (best, step) = (i, j) switch
                {
                    (0, 0) => (0f, Step.Both),
                    (0, _) => (current[j - 1], Step.To),
                    (_, 0) => (above[j], Step.From),
                    _ => Least(above[j - 1], above[j], current[j - 1]),
                };
                var diagonal = MathF.Abs(((i + 0.5f) / rows) - ((j + 0.5f) / likely));
                current[j] = best + Distance(from[i], to[j]) + (DiagonalCost * diagonal);
                steps[i, j] = (byte)step;
            }

            (above, current) = (current, above);
        }

        // By the length of the way: else slow speech would seem to end too soon.
        var last = expected is null ? columns - 1 : Enumerable.Range(0, columns).MinBy(j => above[j] / Math.Max(rows, j + 1));
        return Trace(steps, rows, last, above[last]);
    }

    private static SpeechMap Trace(byte[,] steps, int rows, int last, float cost)
    {
        var sum = new double[rows];
        var count = new int[rows];
        for (var (i, j) = (rows - 1, last); i >= 0 && j >= 0;)
        {
            sum[i] += j + 0.5;
            count[i]++;
            (i, j) = i == 0 && j == 0 ? (-1, -1) : (Step)steps[i, j] switch
            {
                Step.Both => (i - 1, j - 1),
                Step.From => (i - 1, j),
                _ => (i, j - 1),
            };
        }

        var end = (last + 1.0) / RowsPerSecond;
        return new SpeechMap(At, end, cost / count.Sum());

        double At(double seconds)
        {
            var position = (seconds * RowsPerSecond) - 0.5;
            if (position <= 0 || position >= rows - 1)
            {
                // Beyond the middles of the outer rows the ends meet.
                return position <= 0
                    ? Math.Max(0, (position + 0.5) * 2) * sum[0] / count[0] / RowsPerSecond
                    : double.Lerp(sum[^1] / count[^1] / RowsPerSecond, end, Math.Min((position - (rows - 1)) * 2, 1));
            }

            var below = (int)position;
            return double.Lerp(sum[below] / count[below], sum[below + 1] / count[below + 1], position - below) / RowsPerSecond;
        }
    }

    private enum Step : byte
    {
        Both,
        From,
        To,
    }

    private static (float Cost, Step Step) Least(float both, float from, float to) =>
        both <= from && both <= to ? (both, Step.Both) : from <= to ? (from, Step.From) : (to, Step.To);

    private static float Distance(float[] a, float[] b)
    {
        var sounds = 1 - TensorPrimitives.Dot<float>(a.AsSpan(0, SpeechEmbedding.Features), b.AsSpan(0, SpeechEmbedding.Features));
        var spectrum = 0f;
        for (var i = SpeechEmbedding.Features; i < a.Length; i++)
        {
            spectrum += MathF.Abs(a[i] - b[i]);
        }

        return sounds + (SpectrumWeight * spectrum / (a.Length - SpeechEmbedding.Features));
    }
}
