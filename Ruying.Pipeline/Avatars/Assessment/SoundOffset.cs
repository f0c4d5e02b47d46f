using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>By how many frames the sound comes after the mouth.</summary>
/// <param name="Lag">Frames; positive where the sound is late.</param>
/// <param name="Peak">Correlation at that lag.</param>
/// <param name="Clearance">How far every lag more than 3 frames away stays below it.</param>
internal sealed record SoundOffset(double Lag, double Peak, double Clearance)
{
    private const int LargestLag = 15, FewestFrames = 75;
    private const double ClearPeak = 0.45, ClearClearance = 0.12;

    /// <summary>Whether it can be relied on.</summary>
    public bool Clear => Peak >= ClearPeak && Clearance >= ClearClearance;

    /// <summary>Compares the mouth's opening with the opening that the sound makes one expect, at lags of -15 to 15 frames.</summary>
    /// <param name="aperture">Seen.</param>
    /// <param name="heard">Expected from the sound.</param>
    /// <param name="usable">Frames that show the mouth.</param>
    /// <returns>Null where fewer than 3 s can be compared.</returns>
    public static SoundOffset? Measure(double[] aperture, double[] heard, bool[] usable)
    {
        var count = Math.Min(aperture.Length, heard.Length);
        if (usable.Take(count).Count(u => u) < FewestFrames)
        {
            return null;
        }

        var mouth = Smoothing.Gaussian(aperture, 0.7);
        var correlations = new double[(2 * LargestLag) + 1];
        for (var lag = -LargestLag; lag <= LargestLag; lag++)
        {
            var frames = Enumerable.Range(0, count).Where(i => usable[i] && i + lag >= 0 && i + lag < count).ToArray();
            correlations[lag + LargestLag] = Smoothing.Correlation([.. frames.Select(i => mouth[i])], [.. frames.Select(i => heard[i + lag])]);
        }

        return Best(correlations);
    }

    private static SoundOffset Best(double[] correlations)
    {
        var best = Array.IndexOf(correlations, correlations.Max());
        var elsewhere = correlations.Where((_, i) => Math.Abs(i - best) > 3).Max();

        // Between frames by a parabola.
        double fraction = 0;
        if (best > 0 && best < correlations.Length - 1)
        {
            double a = correlations[best - 1], b = correlations[best], c = correlations[best + 1];
            fraction = Math.Abs(a - (2 * b) + c) < 1e-9 ? 0 : 0.5 * (a - c) / (a - (2 * b) + c);
        }

        return new SoundOffset(best + fraction - LargestLag, correlations[best], correlations[best] - elsewhere);
    }
}
