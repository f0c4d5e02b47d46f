namespace Ruying.Pipeline.Motion;

/// <summary>
/// How a mouth moves, 25 frames a second: 40 lip points and 5 chin points a frame, away from the person's neutral mouth, in units
/// of the neutral mouth's width, symmetric, x to the picture's right, y down. Points are in the order of <see cref="MouthPoints"/>.
/// </summary>
/// <param name="Displacement"><c>[frames, 90]</c>: x, y of each point; 0 is the neutral mouth.</param>
/// <param name="Coefficients"><c>[frames, 8]</c>: the principal movements as the network gave them, before any later step.</param>
public sealed record MouthMotion(float[] Displacement, float[] Coefficients)
{
    /// <summary>Numbers a frame in <see cref="Displacement"/>.</summary>
    public const int Values = 2 * MouthPoints.Count;

    /// <summary>Numbers a frame in <see cref="Coefficients"/>.</summary>
    public const int Components = 8;

    /// <summary>How open the silence gate was, one a frame: 0 where nobody speaks and the motion is neutral, 1 where it is as predicted.</summary>
    /// <value>Default: empty, no gate was applied.</value>
    public float[] Speech { get; init; } = [];

    /// <summary>
    /// What the network's last layer heard in each frame, <c>[frames, channels]</c>, from which <see cref="PersonalHead"/> corrects;
    /// empty where the model does not tell.
    /// </summary>
    public float[] Hidden { get; init; } = [];

    /// <summary>How many frames.</summary>
    public int Frames => Displacement.Length / Values;

    /// <summary>One frame's points, x and y in turn, 90 numbers.</summary>
    public Span<float> Frame(int frame) => Displacement.AsSpan(frame * Values, Values);

    /// <summary>How much wider the gap between the inner lips is than in the neutral mouth; negative when narrower.</summary>
    /// <returns>Neutral mouth widths.</returns>
    public float Aperture(int frame) => MouthPoints.Aperture(Frame(frame));

    /// <summary>How much wider the mouth is, corner to corner, than the neutral one; negative when narrower.</summary>
    /// <returns>Neutral mouth widths.</returns>
    public float Width(int frame) => MouthPoints.Width(Frame(frame));

    /// <summary>A motion without any movement.</summary>
    /// <param name="frames">0 or more.</param>
    public static MouthMotion Neutral(int frames) => new(new float[frames * Values], new float[frames * Components]);
}
