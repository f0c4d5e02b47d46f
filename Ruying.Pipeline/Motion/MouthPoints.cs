namespace Ruying.Pipeline.Motion;

/// <summary>
/// The 45 points that a mouth motion moves: 0-10 the outer lower lip from the left corner to the right, 11-19 the outer upper lip
/// from left to right, 20-30 and 31-39 the same of the inner lips, 40-44 the chin. Column <c>j</c> of a lip pairs lower <c>j</c>
/// with upper <c>10 + j</c> (inner: <c>20 + j</c> with <c>30 + j</c>), 1 to 9.
/// </summary>
public static class MouthPoints
{
    /// <summary>All points.</summary>
    public const int Count = 45;

    /// <summary>The first inner lip point.</summary>
    public const int Inner = 20;

    /// <summary>The first chin point.</summary>
    public const int Chin = 40;

    /// <summary>Columns between the corners are 1 to this.</summary>
    public const int Columns = 9;

    private const int FirstMiddle = 4, LastMiddle = 6;

    /// <summary>The gap between the inner lips: mean of the three middle columns.</summary>
    /// <param name="points">x, y in turn; at least the 40 lip points.</param>
    /// <returns>In the points' unit; negative where the lips cross.</returns>
    public static float Aperture(ReadOnlySpan<float> points)
    {
        var sum = 0f;
        for (var column = FirstMiddle; column <= LastMiddle; column++)
        {
            sum += Gap(points, column);
        }

        return sum / (LastMiddle - FirstMiddle + 1);
    }

    /// <summary>The distance of the mouth's corners in x.</summary>
    /// <param name="points">x, y in turn; at least the 40 lip points.</param>
    public static float Width(ReadOnlySpan<float> points) => points[2 * 10] - points[0];

    /// <summary>The gap between the inner lips in one column.</summary>
    /// <param name="points">x, y in turn; at least the 40 lip points.</param>
    /// <param name="column">1 to 9, from the left corner to the right.</param>
    public static float Gap(ReadOnlySpan<float> points, int column) => points[LowerY(column)] - points[UpperY(column)];

    /// <summary>Where the inner lower lip's y stands in a frame of values.</summary>
    internal static int LowerY(int column) => (2 * (Inner + column)) + 1;

    /// <summary>Where the inner upper lip's y stands in a frame of values.</summary>
    internal static int UpperY(int column) => (2 * (Inner + 10 + column)) + 1;
}
