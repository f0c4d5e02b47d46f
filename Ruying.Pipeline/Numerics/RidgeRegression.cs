using OpenCvSharp;

namespace Ruying.Pipeline.Numerics;

/// <summary>Linear least squares with weights held near zero, in closed form; one set of rows may be solved with several penalties.</summary>
public sealed class RidgeRegression
{
    private readonly double[] _gram;
    private readonly double[] _right;
    private readonly int _inputs;
    private readonly int _targets;

    /// <summary>Takes the rows in.</summary>
    /// <param name="inputs">Rows of <c>X</c>, all as long.</param>
    /// <param name="targets">Rows of <c>Y</c>, as many.</param>
    /// <exception cref="ArgumentException">No rows, or not as many of each.</exception>
    public RidgeRegression(IReadOnlyList<float[]> inputs, IReadOnlyList<float[]> targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.Count == 0 || inputs.Count != targets.Count)
        {
            throw new ArgumentException("As many rows of targets as of inputs are needed, and at least one.", nameof(targets));
        }

        (_inputs, _targets) = (inputs[0].Length, targets[0].Length);
        using var x = Rows(inputs, _inputs);
        using var y = Rows(targets, _targets);
        using var gram = new Mat();
        using var right = new Mat();
        Cv2.MulTransposed(x, gram, true);
        Cv2.Gemm(x, y, 1, y, 0, right, GemmFlags.A_T);
        gram.GetArray(out _gram);
        right.GetArray(out _right);
    }

    /// <summary>Finds weights <c>W</c> with <c>X W</c> near <c>Y</c>.</summary>
    /// <param name="penalty">Over 0, against the mean sum of squares of an input: 1 halves the weight of a typical one.</param>
    /// <returns><c>[inputs, targets]</c>, row by row.</returns>
    public float[] Solve(double penalty)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(penalty);
        var held = _gram.ToArray();
        var step = _inputs + 1;
        var trace = Enumerable.Range(0, _inputs).Sum(i => _gram[i * step]);
        for (var i = 0; i < _inputs; i++)
        {
            held[i * step] += (penalty * trace / _inputs) + double.Epsilon;
        }

        using var gram = Mat.FromPixelData(_inputs, _inputs, MatType.CV_64FC1, held);
        using var right = Mat.FromPixelData(_inputs, _targets, MatType.CV_64FC1, _right);
        using var solved = new Mat();
        Cv2.Solve(gram, right, solved, DecompTypes.Cholesky);
        solved.GetArray(out double[] weights);
        return Array.ConvertAll(weights, w => (float)w);
    }

    private static Mat Rows(IReadOnlyList<float[]> rows, int columns)
    {
        var mat = new Mat(rows.Count, columns, MatType.CV_64FC1);
        mat.SetArray([.. rows.SelectMany(r => r.Select(v => (double)v))]);
        return mat;
    }
}
