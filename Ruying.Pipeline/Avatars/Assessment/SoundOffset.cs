using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>By how many frames the sound comes after the mouth.</summary>
internal static class SoundOffset
{
    private const int LargestLag = 15, FewestFrames = 75;

    /// <summary>Correlation of the mouth's opening with the sound's level at each lag, -15 to 15 frames; a positive lag means late sound. Null where too little is known.</summary>
    public static double[]? Correlations(double[] aperture, bool[] usable, SoundMeasures sound)
    {
        var count = Math.Min(aperture.Length, sound.Levels.Length);
        if (sound.Silent || sound.SpeechShare < 0.05 || usable.Count(u => u) < FewestFrames)
        {
            return null;
        }

        // Noise says nothing about the mouth: only what rises over it counts. Slow drifts of either are taken off.
        var floor = sound.NoiseDbfs + (0.25 * sound.SnrDb);
        var level = Detrend([.. sound.Levels.Take(count).Select(l => Math.Max(l, floor))]);
        var mouth = Detrend(aperture[..count]);
        var result = new double[(2 * LargestLag) + 1];
        for (var lag = -LargestLag; lag <= LargestLag; lag++)
        {
            var frames = Enumerable.Range(0, count).Where(i => usable[i] && i + lag >= 0 && i + lag < count).ToArray();
            result[lag + LargestLag] = Smoothing.Correlation([.. frames.Select(i => mouth[i])], [.. frames.Select(i => level[i + lag])]);
        }

        return result;
    }

    /// <summary>The lag in frames, between frames by a parabola, and how clear it is: its correlation, and how far the best one 4 or more frames away stays below.</summary>
    public static (double Lag, double Peak, double Clearance) Best(double[] correlations)
    {
        var best = Array.IndexOf(correlations, correlations.Max());
        var elsewhere = correlations.Where((_, i) => Math.Abs(i - best) >= 4).Max();
        double fraction = 0;
        if (best > 0 && best < correlations.Length - 1)
        {
            double a = correlations[best - 1], b = correlations[best], c = correlations[best + 1];
            fraction = Math.Abs(a - (2 * b) + c) < 1e-9 ? 0 : 0.5 * (a - c) / (a - (2 * b) + c);
        }

        return (best + fraction - LargestLag, correlations[best], correlations[best] - elsewhere);
    }

    private static double[] Detrend(double[] values)
    {
        var slow = Smoothing.Gaussian(values, 12);
        return [.. Smoothing.Gaussian(values, 1).Zip(slow, (v, s) => v - s)];
    }
}
