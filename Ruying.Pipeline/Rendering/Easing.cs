namespace Ruying.Pipeline.Rendering;

/// <summary>
/// How the rendered mouth gives way before frames that pass untouched, and comes back after them. First it takes on the shape that the
/// frame's own mouth has, then it fades: two mouths of one shape may be mixed without a ghost.
/// </summary>
public static class Easing
{
    /// <summary>Frames on each side over which the shape is the frame's own, and over which it then becomes the wanted one.</summary>
    private const int Held = 2, Shaped = 8;

    /// <summary>Frames on each side over which the rendered mouth fades.</summary>
    private const int Faded = 4;

    /// <summary>Weights of output frames.</summary>
    /// <param name="rendered">Whether each output frame's mouth may be rendered at all.</param>
    /// <returns>For each, how much of the wanted shape it takes (0: the frame's own) and how much of the rendered mouth shows (0: none), both 0 to 1.</returns>
    public static (float[] Shape, float[] Opacity) Around(ReadOnlySpan<bool> rendered)
    {
        var (shape, opacity) = (new float[rendered.Length], new float[rendered.Length]);
        Array.Fill(shape, 1);
        Array.Fill(opacity, 1);
        var since = int.MaxValue / 2;
        for (var t = 0; t < rendered.Length; t++)
        {
            since = rendered[t] ? since + 1 : 0;
            Lower(t, since);
        }

        var until = int.MaxValue / 2;
        for (var t = rendered.Length - 1; t >= 0; t--)
        {
            until = rendered[t] ? until + 1 : 0;
            Lower(t, until);
        }

        return (shape, opacity);

        void Lower(int t, int away)
        {
            shape[t] = Math.Min(shape[t], Smooth((away - Held) / (float)Shaped));
            opacity[t] = Math.Min(opacity[t], Smooth(away / (float)(Faded + 1)));
        }
    }

    private static float Smooth(float part)
    {
        var t = Math.Clamp(part, 0, 1);
        return t * t * (3 - (2 * t));
    }
}
