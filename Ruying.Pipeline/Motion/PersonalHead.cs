using System.Numerics.Tensors;
using OpenCvSharp;
using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Motion;

/// <summary>
/// How this person's mouth departs from what the audio model expects: a linear correction from the model's last layer, learned from the
/// footage's own sound in closed form, held near zero, and kept only where it helps on parts that it was not learned from.
/// </summary>
/// <param name="Model">The audio model whose last layer it reads; with another it does nothing.</param>
/// <param name="Basis">The person's own principal movements, <c>[8, 90]</c>, each of length 1.</param>
/// <param name="Weights">From the last layer, and 1, to what is added of each movement: <c>[channels + 1, 8]</c>.</param>
public sealed record PersonalHead(string Model, float[] Basis, float[] Weights)
{
    /// <summary>Fewest frames of speech to learn from (8 s): with fewer, what fits is chance.</summary>
    public const int FewestFrames = 200;

    private const int Components = MouthMotion.Components, Values = MouthMotion.Values;
    private const int Folds = 5;

    /// <summary>Frames left out beside a part that is measured: neighbours say too much about each other.</summary>
    private const int Margin = 8;

    /// <summary>By how much gap r and half the width r must rise together, where nothing was learned.</summary>
    private const double LeastGain = 0.03;

    private const double WidthShare = 0.5;
    private static readonly double[] Penalties = [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

    /// <summary>Learns from footage.</summary>
    /// <param name="model">Which audio model predicted.</param>
    /// <param name="predicted">The model's motion for the footage's sound, neither gated nor fitted.</param>
    /// <param name="real">The footage's own motion.</param>
    /// <param name="speaking">Frames in which the mouth was seen and somebody speaks.</param>
    /// <returns>Null where there is too little to learn from, or where it does not help.</returns>
    public static PersonalHead? Learn(string model, MouthMotion predicted, MouthMotion real, ReadOnlySpan<bool> speaking)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(real);
        var frames = new List<int>();
        for (var i = 0; i < Math.Min(Math.Min(predicted.Frames, real.Frames), speaking.Length); i++)
        {
            if (speaking[i])
            {
                frames.Add(i);
            }
        }

        if (frames.Count < FewestFrames || predicted.Hidden.Length == 0)
        {
            return null;
        }

        var basis = Principal(real, frames);
        var rows = frames.ConvertAll(i => new Row(i, Input(predicted, i), Project(real.Frame(i), predicted.Frame(i), basis)));
        var before = Measure(real, rows, rows.ConvertAll(r => predicted.Frame(r.Frame).ToArray()));
        var corrected = CrossValidate(predicted, rows, basis);
        var best = Enumerable.Range(0, Penalties.Length).Select(p => (Penalty: Penalties[p], After: Measure(real, rows, corrected[p]))).MaxBy(c => c.After.Score);
        return best.After.Score < before.Score + LeastGain || best.After.Aperture < before.Aperture
            ? null
            : new PersonalHead(model, basis, Regression(rows).Solve(best.Penalty));
    }

    /// <summary>Corrects a motion as the model predicted it, in place; the gate comes after.</summary>
    /// <param name="model">Which audio model predicted.</param>
    /// <param name="motion">Its motion.</param>
    public void Apply(string model, MouthMotion motion)
    {
        ArgumentNullException.ThrowIfNull(motion);
        if (model == Model && motion.Frames > 0 && Weights.Length == ((motion.Hidden.Length / motion.Frames) + 1) * Components)
        {
            for (var i = 0; i < motion.Frames; i++)
            {
                Correct(motion.Frame(i), Input(motion, i), Weights, Basis);
            }
        }
    }

    private static RidgeRegression Regression(List<Row> rows) => new([.. rows.Select(r => r.Input)], [.. rows.Select(r => r.Target)]);

    /// <summary>For each penalty the corrected frames, each by weights learned without its part of the footage.</summary>
    private static List<float[]>[] CrossValidate(MouthMotion predicted, List<Row> rows, float[] basis)
    {
        List<float[]>[] result = [.. Penalties.Select(_ => new List<float[]>(rows.Count))];
        for (var fold = 0; fold < Folds; fold++)
        {
            var start = fold * rows.Count / Folds;
            var measured = rows.GetRange(start, ((fold + 1) * rows.Count / Folds) - start);
            var (first, last) = (measured[0].Frame - Margin, measured[^1].Frame + Margin);
            var regression = Regression(rows.FindAll(r => r.Frame < first || r.Frame > last));
            for (var p = 0; p < Penalties.Length; p++)
            {
                var weights = regression.Solve(Penalties[p]);
                foreach (var row in measured)
                {
                    var frame = predicted.Frame(row.Frame).ToArray();
                    Correct(frame, row.Input, weights, basis);
                    result[p].Add(frame);
                }
            }
        }

        return result;
    }

    private static (double Score, double Aperture) Measure(MouthMotion real, List<Row> rows, List<float[]> corrected)
    {
        var aperture = Smoothing.Correlation([.. corrected.Select(f => (double)MouthPoints.Aperture(f))], [.. rows.Select(r => (double)real.Aperture(r.Frame))]);
        var width = Smoothing.Correlation([.. corrected.Select(f => (double)MouthPoints.Width(f))], [.. rows.Select(r => (double)real.Width(r.Frame))]);
        return (aperture + (WidthShare * width), aperture);
    }

    private static void Correct(Span<float> frame, float[] input, float[] weights, float[] basis)
    {
        Span<float> amounts = stackalloc float[Components];
        amounts.Clear();
        for (var i = 0; i < input.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(weights.AsSpan(i * Components, Components), input[i], amounts, amounts);
        }

        for (var component = 0; component < Components; component++)
        {
            TensorPrimitives.MultiplyAdd(basis.AsSpan(component * Values, Values), amounts[component], frame, frame);
        }
    }

    private static float[] Input(MouthMotion motion, int frame)
    {
        var channels = motion.Hidden.Length / motion.Frames;
        return [.. motion.Hidden.AsSpan(frame * channels, channels), 1];
    }

    private static float[] Project(ReadOnlySpan<float> real, ReadOnlySpan<float> predicted, float[] basis)
    {
        var missing = new float[Values];
        TensorPrimitives.Subtract(real, predicted, missing);
        return [.. Enumerable.Range(0, Components).Select(c => TensorPrimitives.Dot<float>(missing, basis.AsSpan(c * Values, Values)))];
    }

    /// <summary>Through zero, because zero is the neutral mouth.</summary>
    private static float[] Principal(MouthMotion real, List<int> frames)
    {
        using var data = new Mat(frames.Count, Values, MatType.CV_64FC1);
        data.SetArray([.. frames.SelectMany(i => real.Frame(i).ToArray().Select(v => (double)v))]);
        using var moments = new Mat();
        Cv2.MulTransposed(data, moments, true);
        using var values = new Mat();
        using var vectors = new Mat();
        Cv2.Eigen(moments, values, vectors);
        vectors.GetArray(out double[] basis);
        return [.. basis.Take(Components * Values).Select(v => (float)v)];
    }

    private readonly record struct Row(int Frame, float[] Input, float[] Target);
}
