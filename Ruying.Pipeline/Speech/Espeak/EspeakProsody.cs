namespace Ruying.Pipeline.Speech.Espeak;

/// <summary>
/// Speed and pitch in the engine's own units. Both tables were measured on <c>en-us</c>:
/// the length of a sentence, and the median fundamental frequency by autocorrelation.
/// </summary>
/// <param name="WordsPerMinute">80 to 449.</param>
/// <param name="Pitch">0 to 99.</param>
/// <param name="Stretch">
/// By how much the sound has to be resampled, since the engine's pitch reaches only from -6.6 to 8.4 semitones:
/// 1 leaves it, 2 halves its length and doubles its frequencies. The speed already allows for it.
/// </param>
internal sealed record EspeakProsody(int WordsPerMinute, int Pitch, double Stretch)
{
    public const double MinSpeed = 0.4575;
    public const double MaxSpeed = 2.15;

    private static readonly (double Speed, double WordsPerMinute)[] Speeds =
    [
        (0.4575, 80), (0.571, 100), (0.686, 120), (0.807, 140), (1, 175), (1.137, 200), (1.275, 225), (1.391, 250),
        (1.497, 275), (1.602, 300), (1.698, 325), (1.818, 350), (1.946, 380), (2.013, 400), (2.15, 440),
    ];

    private static readonly (double Semitones, double Pitch)[] Pitches =
    [
        (-6.65, 0), (-5.83, 10), (-4.34, 20), (-3.16, 30), (-1.88, 40), (0, 50), (1.55, 60), (3.55, 70), (5.14, 80), (6.9, 90), (8.43, 99),
    ];

    /// <param name="rate">0.5 to 2.</param>
    /// <param name="semitones">-12 to 12.</param>
    public static EspeakProsody From(double rate, double semitones)
    {
        var ofEngine = Math.Clamp(semitones, Pitches[0].Semitones, Pitches[^1].Semitones);
        // Where the speed leaves no room for the resampling, the pitch gives way.
        var stretch = Math.Clamp(Math.Pow(2, (semitones - ofEngine) / 12), rate / MaxSpeed, rate / MinSpeed);
        return new EspeakProsody(
            (int)Math.Round(Interpolate(Speeds, rate / stretch)), (int)Math.Round(Interpolate(Pitches, ofEngine)), stretch);
    }

    private static double Interpolate((double X, double Y)[] table, double x)
    {
        for (var i = 1; i < table.Length; i++)
        {
            if (x <= table[i].X || i == table.Length - 1)
            {
                var (from, to) = (table[i - 1], table[i]);
                return from.Y + (x - from.X) / (to.X - from.X) * (to.Y - from.Y);
            }
        }

        return table[0].Y;
    }
}
