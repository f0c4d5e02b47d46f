using System.Numerics.Tensors;
using OpenCvSharp;
using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Motion;

/// <summary>
/// How this person's mouth departs from what the audio model expects: a linear correction of a predicted frame from the predictions
/// around it, learned from the footage's own sound in closed form, and kept only where it helps on parts it was not learned from.
/// </summary>
/// <param name="Basis">The person's own principal movements, <c>[8, 90]</c>, each of length 1.</param>
/// <param name="Weights">From the movements predicted 3 frames before to 3 after, and 1, to what is added: <c>[57, 8]</c>.</param>
public sealed record PersonalHead(float[] Basis, float[] Weights)
{
    /// <summary>Fewest frames of speech to learn from (8 s): with fewer, what fits is chance.</summary>
    public const int FewestFrames = 200;

    private const int Components = MouthMotion.Components, Values = MouthMotion.Values;
    private const int Around = 3, Inputs = (((2 * Around) + 1) * Components) + 1;
    private const int Folds = 5;

    /// <summary>Frames left out beside a part that is measured: neighbours say too much about each other.</summary>
    private const int Margin = 8;

    /// <summary>By how much gap r and half the width r must rise together, where nothing was learned.</summary>
    private const double LeastGain = 0.03;

    private const double WidthShare = 0.5;
    private static readonly double[] Penalties = [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3];

    /// <summary>Learns from footage.</summary>
    /// <param name="predicted">The model's motion for the footage's sound, neither gated nor fitted.</param>
    /// <param name="real">The footage's own motion.</param>
    /// <param name="speaking">Frames in which the mouth was seen and somebody speaks.</param>
    /// <returns>Null where there is too little to learn from, or where it does not help.</returns>
    public static PersonalHead? Learn(MouthMotion predicted, MouthMotion real, ReadOnlySpan<bool> speaking)
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

        if (frames.Count < FewestFrames)
        {
            return null;
        }

        var basis = Principal(real, frames);
        var inputs = Describe(predicted, basis);
        var rows = frames.ConvertAll(i => new Row(i, inputs[i], Project(Difference(real.Frame(i), predicted.Frame(i)), basis)));
        var chosen = Penalties
            .Select(penalty => (Penalty: penalty, Measured: Measure(predicted, real, frames, CrossValidate(predicted, rows, basis, penalty))))
            .MaxBy(c => c.Measured.Score);
        var before = Measure(predicted, real, frames, [.. frames.Select(i => predicted.Frame(i).ToArray())]);
        return chosen.Measured.Score < before.Score + LeastGain || chosen.Measured.Aperture < before.Aperture
            ? null
            : new PersonalHead(basis, Solve(rows, chosen.Penalty));
    }

    /// <summary>Corrects a motion as the model predicted it, in place; the gate comes after.</summary>
    public void Apply(MouthMotion motion)
    {
        ArgumentNullException.ThrowIfNull(motion);
        var inputs = Describe(motion, Basis);
        for (var i = 0; i < motion.Frames; i++)
        {
            Correct(motion.Frame(i), inputs[i], Weights, Basis);
        }
    }

    private static float[] Solve(IReadOnlyList<Row> rows, double penalty) =>
        [.. RidgeRegression.Solve([.. rows.Select(r => r.Input)], [.. rows.Select(r => r.Target)], penalty).Select(v => (float)v)];

    /// <summary>Corrected frames, each by weights learned without its part of the footage.</summary>
    private static List<float[]> CrossValidate(MouthMotion predicted, List<Row> rows, float[] basis, double penalty)
    {
        var result = new List<float[]>(rows.Count);
        for (var fold = 0; fold < Folds; fold++)
        {
            var measured = rows.GetRange(fold * rows.Count / Folds, ((fold + 1) * rows.Count / Folds) - (fold * rows.Count / Folds));
            var (first, last) = (measured[0].Frame - Margin, measured[^1].Frame + Margin);
            var weights = Solve([.. rows.Where(r => r.Frame < first || r.Frame > last)], penalty);
            foreach (var row in measured)
            {
                var frame = predicted.Frame(row.Frame).ToArray();
                Correct(frame, row.Input, weights, basis);
                result.Add(frame);
            }
        }

        return result;
    }

    private static (double Score, double Aperture) Measure(MouthMotion predicted, MouthMotion real, List<int> frames, List<float[]> corrected)
    {
        var aperture = Smoothing.Correlation([.. corrected.Select(f => (double)MouthPoints.Aperture(f))], [.. frames.Select(i => (double)real.Aperture(i))]);
        var width = Smoothing.Correlation([.. corrected.Select(f => (double)MouthPoints.Width(f))], [.. frames.Select(i => (double)real.Width(i))]);
        return (aperture + (WidthShare * width), aperture);
    }

    private static void Correct(Span<float> frame, float[] input, float[] weights, float[] basis)
    {
        for (var component = 0; component < Components; component++)
        {
            var amount = 0f;
            for (var i = 0; i < Inputs; i++)
            {
                amount += input[i] * weights[(i * Components) + component];
            }

            TensorPrimitives.MultiplyAdd(basis.AsSpan(component * Values, Values), amount, frame, frame);
        }
    }

    private static float[][] Describe(MouthMotion motion, float[] basis)
    {
        var movements = Enumerable.Range(0, motion.Frames).Select(i => Project(motion.Frame(i), basis)).ToArray();
        return
        [
            .. Enumerable.Range(0, motion.Frames).Select(i =>
            {
                var input = new float[Inputs];
                for (var offset = -Around; offset <= Around; offset++)
                {
                    movements[Math.Clamp(i + offset, 0, motion.Frames - 1)].CopyTo(input, (offset + Around) * Components);
                }

                // About as large as the movements are.
                input[^1] = 0.1f;
                return input;
            }),
        ];
    }

    private static float[] Difference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var difference = new float[a.Length];
        TensorPrimitives.Subtract(a, b, difference);
        return difference;
    }

    private static float[] Project(ReadOnlySpan<float> frame, float[] basis)
    {
        var movements = new float[Components];
        for (var component = 0; component < Components; component++)
        {
            movements[component] = TensorPrimitives.Dot(frame, basis.AsSpan(component * Values, Values));
        }

        return movements;
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
