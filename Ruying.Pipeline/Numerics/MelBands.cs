namespace Ruying.Pipeline.Numerics;

/// <summary>Triangular bands, evenly spaced on a mel scale.</summary>
public static class MelBands
{
    private const double SlaneyBreak = 1000, SlaneyBreakMels = 15;

    /// <summary>The bands' weights on the bins of a Fourier transform.</summary>
    /// <param name="bands">How many.</param>
    /// <param name="hertz">The lowest band's lower edge and the highest one's upper.</param>
    /// <param name="scale">Even on which scale.</param>
    /// <param name="equalArea">Whether each band's weights have the same area (librosa's "slaney" norm) rather than the same height.</param>
    /// <param name="size">Samples of the transform, which has <c>size / 2 + 1</c> bins.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="warp">Factor on every edge; edges end just under half the sample rate.</param>
    /// <returns><c>[bands][size / 2 + 1]</c>.</returns>
    public static float[][] Weights(
        int bands, (double Low, double High) hertz, MelScale scale, bool equalArea, int size, int sampleRate, double warp = 1)
    {
        const double Highest = 0.497;
        var low = Mel(hertz.Low, scale);
        var step = (Mel(hertz.High, scale) - low) / (bands + 1);
        double Edge(int i) => warp == 1 ? Hertz(low + (step * i), scale) : Math.Min(Hertz(low + (step * i), scale) * warp, Highest * sampleRate);
        return [.. Enumerable.Range(0, bands).Select(band => Triangle(Edge(band), Edge(band + 1), Edge(band + 2)))];

        float[] Triangle(double left, double middle, double right)
        {
            var weights = new float[(size / 2) + 1];
            for (var bin = 0; bin < weights.Length; bin++)
            {
                var at = (double)bin * sampleRate / size;
                var height = Math.Max(0, Math.Min((at - left) / Math.Max(middle - left, 1e-3), (right - at) / Math.Max(right - middle, 1e-3)));
                weights[bin] = (float)(equalArea ? height * 2 / Math.Max(right - left, 1e-3) : height);
            }

            return weights;
        }
    }

    private static double Mel(double hertz, MelScale scale) => scale == MelScale.Htk
        ? 2595 * Math.Log10(1 + (hertz / 700))
        : hertz < SlaneyBreak ? hertz * 3 / 200 : SlaneyBreakMels + (27 * Math.Log(hertz / SlaneyBreak) / Math.Log(6.4));

    private static double Hertz(double mel, MelScale scale) => scale == MelScale.Htk
        ? 700 * (Math.Pow(10, mel / 2595) - 1)
        : mel < SlaneyBreakMels ? mel * 200 / 3 : SlaneyBreak * Math.Pow(6.4, (mel - SlaneyBreakMels) / 27);
}
