namespace Ruying.Pipeline.Avatars;

/// <summary>How this person's rendered mouths are finished, found when the avatar is built by rendering some of its own frames.</summary>
/// <param name="Detail">Gain on fine detail, 1 to 1.3: gives back what remembering, bending and averaging took.</param>
/// <param name="Harmonise">Whether the shipped harmoniser comes nearer to the real mouths than none.</param>
public sealed record MouthFinish(float Detail, bool Harmonise)
{
    private const float LeastDetail = 1, MostDetail = 1.3f;

    /// <summary>Mouths as they come.</summary>
    public static MouthFinish None { get; } = new(1, false);

    /// <summary>The same with the gain that makes mouths of a measured sharpness as sharp as real ones.</summary>
    /// <param name="sharpness">Measured with this finish; 1 is as sharp as real.</param>
    public MouthFinish ToSharpness(double sharpness) =>
        this with { Detail = Math.Clamp(Detail / (float)Math.Sqrt(Math.Max(sharpness, 0.1)), LeastDetail, MostDetail) };
}
