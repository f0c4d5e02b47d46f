namespace Ruying.Pipeline.Numerics;

/// <summary>A filter of second order, Butterworth's (R. Bristow-Johnson's cookbook). Keeps what it heard: one for each sound.</summary>
internal sealed class Biquad
{
    private readonly double _b0, _b1, _a1, _a2;
    private double _first, _second;

    private Biquad(double cosine, double alpha, double sign)
    {
        var a0 = 1 + alpha;
        _b0 = (1 - (sign * cosine)) / 2 / a0;
        _b1 = sign * 2 * _b0;
        _a1 = -2 * cosine / a0;
        _a2 = (1 - alpha) / a0;
    }

    /// <summary>Lets through what is below a frequency.</summary>
    public static Biquad LowPass(double hertz, int sampleRate) => Of(hertz, sampleRate, 1);

    /// <summary>Lets through what is above a frequency.</summary>
    public static Biquad HighPass(double hertz, int sampleRate) => Of(hertz, sampleRate, -1);

    /// <summary>The next sample.</summary>
    public double Filter(double sample)
    {
        var result = (_b0 * sample) + _first;
        _first = (_b1 * sample) - (_a1 * result) + _second;
        _second = (_b0 * sample) - (_a2 * result);
        return result;
    }

    private static Biquad Of(double hertz, int sampleRate, double sign)
    {
        var angle = 2 * Math.PI * hertz / sampleRate;
        return new Biquad(Math.Cos(angle), Math.Sin(angle) / Math.Sqrt(2), sign);
    }
}
