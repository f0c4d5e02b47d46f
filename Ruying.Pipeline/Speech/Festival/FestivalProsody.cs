using System.Globalization;

namespace Ruying.Pipeline.Speech.Festival;

/// <summary>Speed and pitch as festival wants them, and what is left to do to its sound.</summary>
/// <param name="Stretch">Of durations, for diphones.</param>
/// <param name="Pitch">Factor of the pitch targets, for diphones.</param>
/// <param name="Speed">Factor of the speed, for statistical voices.</param>
/// <param name="Tempo">By how much the sound has to be made faster at the same pitch.</param>
/// <param name="Play">By how much it has to be resampled after that; see <see cref="Resampling"/>. The others allow for it.</param>
internal sealed record FestivalProsody(double Stretch, double Pitch, double Speed, double Tempo, double Play)
{
    /// <param name="kind">Of the voice.</param>
    /// <param name="rate">0.5 to 2.</param>
    /// <param name="semitones">-12 to 12.</param>
    public static FestivalProsody From(FestivalKind kind, double rate, double semitones)
    {
        var factor = Math.Pow(2, semitones / 12);
        return kind switch
        {
            FestivalKind.Diphones => new FestivalProsody(1 / rate, factor, 1, 1, 1),
            FestivalKind.Statistical => new FestivalProsody(1, 1, rate / factor, 1, factor),
            _ => new FestivalProsody(1, 1, 1, rate / factor, factor),
        };
    }

    /// <summary>Scheme that sets what <c>speak.scm</c> reads.</summary>
    public string Settings(string voice) => string.Create(
        CultureInfo.InvariantCulture,
        $"(define (ruying-voice) (voice_{voice}))\n(set! ruying-stretch {Stretch:0.0000})\n(set! ruying-pitch {Pitch:0.0000})\n(set! ruying-speed {Speed:0.0000})\n");
}
