namespace Ruying.Pipeline.Speech;

/// <summary>Plays a sound faster or slower, pitch and all, by a windowed sinc.</summary>
internal static class Resampling
{
    private const int HalfWidth = 16;

    /// <param name="samples">Sound.</param>
    /// <param name="speed">1 leaves it, 2 halves its length and doubles its frequencies.</param>
    public static short[] Play(short[] samples, double speed)
    {
        if (Math.Abs(speed - 1) < 1e-6)
        {
            return samples;
        }

        // Above 1, frequencies that would fold back are cut.
        var cutoff = Math.Min(1, 1 / speed);
        var reach = (int)Math.Ceiling(HalfWidth / cutoff);
        var played = new short[(int)(samples.Length / speed)];
        for (var i = 0; i < played.Length; i++)
        {
            var centre = i * speed;
            var first = Math.Max(0, (int)centre - reach + 1);
            var last = Math.Min(samples.Length - 1, (int)centre + reach);
            double sum = 0;
            for (var j = first; j <= last; j++)
            {
                sum += samples[j] * Kernel((j - centre) * cutoff);
            }

            played[i] = (short)Math.Clamp(Math.Round(sum * cutoff), short.MinValue, short.MaxValue);
        }

        return played;
    }

    private static double Kernel(double x)
    {
        if (Math.Abs(x) < 1e-9)
        {
            return 1;
        }

        var sinc = Math.Sin(Math.PI * x) / (Math.PI * x);
        var window = Math.Abs(x) >= HalfWidth ? 0 : 0.5 + 0.5 * Math.Cos(Math.PI * x / HalfWidth);
        return sinc * window;
    }
}
