using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Motion;

/// <summary>Bands and scale of a <see cref="LogMel"/> spectrum.</summary>
/// <param name="Bands">Bands in a column.</param>
/// <param name="Hertz">The lowest band's lower edge and the highest one's upper.</param>
/// <param name="Scale">On which scale the bands are even.</param>
/// <param name="EqualArea">Whether bands have the same area rather than the same height.</param>
/// <param name="PreEmphasis">Share of the sample before that is taken away, 0 to 1.</param>
/// <param name="Floor">Power added to each band, so that silence has a logarithm.</param>
/// <param name="Factor">Factor on the natural logarithm.</param>
/// <param name="Shift">Added to it.</param>
public sealed record LogMelSettings(
    int Bands, (double Low, double High) Hertz, MelScale Scale, bool EqualArea, float PreEmphasis, float Floor, float Factor, float Shift)
{
    /// <summary>To compare one voice's sounds with another's: the whole range that speech uses.</summary>
    public static LogMelSettings Wide { get; } = new(40, (60, 7600), MelScale.Htk, EqualArea: false, PreEmphasis: 0.97f, Floor: 1e-6f, Factor: 1, Shift: 0);

    /// <summary>
    /// What Google's speech embedding hears (tfhub.dev/google/speech_embedding; the numbers of openWakeWord's melspectrogram.onnx):
    /// decimal logarithm of the power of 16-bit samples, and 2. Its cut at 80 dB under the clip's loudest band is a floor here, at 4,
    /// because speech comes at one level (<see cref="LogMel.NormaliseLevel"/>).
    /// </summary>
    public static LogMelSettings Embedding { get; } = new(
        32, (60, 3800), MelScale.Slaney, EqualArea: true, PreEmphasis: 0, Floor: 100 / FullScale, Factor: 0.43429448f, Shift: 11.0309f);

    /// <summary>32768 squared: its decimal logarithm and 2 are the shift.</summary>
    private const float FullScale = 1_073_741_824;

    internal float Level(float power) => (Factor * MathF.Log(power + Floor)) + Shift;
}
