namespace Ruying.Training.Sample;

/// <summary>How the mouth stands in one frame.</summary>
/// <param name="Aperture">Gap between the inner lips, in widths of the neutral mouth.</param>
/// <param name="Width">Distance of the corners, in widths of the neutral mouth.</param>
/// <param name="Round">0 to 1: lips thick and forward.</param>
/// <param name="Lift">How much of the gap the upper lip gives, 0 to 1.</param>
/// <param name="Tuck">0 to 1: lower lip under the upper teeth.</param>
/// <param name="Press">0 to 1: lips pressed together, thinner.</param>
/// <param name="Tongue">0 to 1: tongue high and forward.</param>
internal readonly record struct MouthPose(double Aperture, double Width, double Round, double Lift, double Tuck, double Press, double Tongue)
{
    /// <summary>Numbers of a pose.</summary>
    public const int Count = 7;

    /// <summary>Closed and at ease.</summary>
    public static MouthPose Rest { get; } = new(0, 1, 0, 0.2, 0, 0, 0.2);

    public double this[int index] => index switch
    {
        0 => Aperture,
        1 => Width,
        2 => Round,
        3 => Lift,
        4 => Tuck,
        5 => Press,
        _ => Tongue,
    };

    public static MouthPose From(ReadOnlySpan<double> values) =>
        new(values[0], values[1], values[2], values[3], values[4], values[5], values[6]);
}
