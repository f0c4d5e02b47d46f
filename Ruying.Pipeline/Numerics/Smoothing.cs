namespace Ruying.Pipeline.Numerics;

/// <summary>Small filters over series in time.</summary>
public static class Smoothing
{
    /// <summary>Gaussian filter without lag; the ends repeat their first and last value.</summary>
    /// <param name="values">The series.</param>
    /// <param name="sigma">Samples; 0 changes nothing.</param>
    public static double[] Gaussian(double[] values, double sigma)
    {
        if (sigma <= 0 || values.Length == 0)
        {
            return [.. values];
        }

        var radius = (int)Math.Ceiling(sigma * 3);
        var kernel = new double[(radius * 2) + 1];
        double sum = 0;
        for (var k = 0; k < kernel.Length; k++)
        {
            kernel[k] = Math.Exp(-0.5 * (k - radius) * (k - radius) / (sigma * sigma));
            sum += kernel[k];
        }

        var result = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            double total = 0;
            for (var k = 0; k < kernel.Length; k++)
            {
                total += kernel[k] * values[Math.Clamp(i + k - radius, 0, values.Length - 1)];
            }

            result[i] = total / sum;
        }

        return result;
    }

    /// <summary>Fills unknown samples by straight lines between known ones; the ends repeat the nearest known.</summary>
    /// <param name="values">The series.</param>
    /// <param name="known">Which samples are known; at least one.</param>
    public static double[] Bridge(double[] values, bool[] known)
    {
        var result = values.ToArray();
        var last = -1;
        for (var i = 0; i < values.Length; i++)
        {
            if (!known[i])
            {
                continue;
            }

            for (var k = last + 1; k < i; k++)
            {
                result[k] = last < 0 ? values[i] : values[last] + ((values[i] - values[last]) * (k - last) / (i - last));
            }

            last = i;
        }

        for (var k = last + 1; k < values.Length && last >= 0; k++)
        {
            result[k] = values[last];
        }

        return result;
    }

    /// <summary>The middle value; 0 for none.</summary>
    public static float Median(float[] values)
    {
        if (values.Length == 0)
        {
            return 0;
        }

        Array.Sort(values);
        return values.Length % 2 == 1 ? values[values.Length / 2] : (values[(values.Length / 2) - 1] + values[values.Length / 2]) / 2;
    }

    /// <summary>The value below which a share of the others lies, by linear interpolation; 0 for none.</summary>
    /// <param name="values">In any order.</param>
    /// <param name="share">0 to 1.</param>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
        {
            return 0;
        }

        var position = share * (sorted.Length - 1);
        var low = (int)position;
        var high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + ((sorted[high] - sorted[low]) * (position - low));
    }

    /// <summary>Pearson's correlation; 0 where one series does not move.</summary>
    public static double Correlation(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var n = Math.Min(a.Length, b.Length);
        if (n < 2)
        {
            return 0;
        }

        double meanA = 0, meanB = 0;
        for (var i = 0; i < n; i++)
        {
            meanA += a[i] / n;
            meanB += b[i] / n;
        }

        double ab = 0, aa = 0, bb = 0;
        for (var i = 0; i < n; i++)
        {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }

        return aa < 1e-15 || bb < 1e-15 ? 0 : ab / Math.Sqrt(aa * bb);
    }
}
