using OpenCvSharp;

namespace Ruying.Pipeline.Numerics;

/// <summary>Linear least squares with weights held near zero, solved in closed form.</summary>
public static class RidgeRegression
{
    /// <summary>Finds weights <c>W</c> with <c>X W</c> near <c>Y</c>.</summary>
    /// <param name="inputs">Rows of <c>X</c>, all as long.</param>
    /// <param name="targets">Rows of <c>Y</c>, as many.</param>
    /// <param name="penalty">Over 0, against the mean square of the inputs times the number of rows: 1 halves the weight of a typical input.</param>
    /// <returns><c>[inputs, targets]</c>, row by row.</returns>
    /// <exception cref="ArgumentException">No rows, or not as many of each.</exception>
    public static double[] Solve(IReadOnlyList<float[]> inputs, IReadOnlyList<float[]> targets, double penalty)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(penalty);
        if (inputs.Count == 0 || inputs.Count != targets.Count)
        {
            throw new ArgumentException("As many rows of targets as of inputs are needed, and at least one.", nameof(targets));
        }

        var (n, m) = (inputs[0].Length, targets[0].Length);
        using var x = Rows(inputs, n);
        using var y = Rows(targets, m);
        using var gram = new Mat();
        Cv2.MulTransposed(x, gram, true);
        var diagonal = (penalty * Cv2.Trace(gram).Val0 / n) + 1e-12;
        for (var i = 0; i < n; i++)
        {
            gram.At<double>(i, i) += diagonal;
        }

        using Mat right = x.T() * y;
        using var solved = new Mat();
        Cv2.Solve(gram, right, solved, DecompTypes.Cholesky);
        solved.GetArray(out double[] weights);
        return weights;
    }

    private static Mat Rows(IReadOnlyList<float[]> rows, int columns)
    {
        var mat = new Mat(rows.Count, columns, MatType.CV_64FC1);
        mat.SetArray([.. rows.SelectMany(r => r.Select(v => (double)v))]);
        return mat;
    }
}
