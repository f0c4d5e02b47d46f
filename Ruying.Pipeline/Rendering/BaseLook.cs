using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using OpenCvSharp;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Rendering;

/// <summary>
/// A frame's whole picture at 16x16, luma, 0 to 255: enough to see that a hand, a collar or the light has changed, which the head's
/// pose does not tell.
/// </summary>
[InlineArray(Length)]
public struct BaseLook
{
    /// <summary>Cells.</summary>
    public const int Length = Side * Side;

    private const int Side = 16;

    private byte _first;

    /// <summary>Looks at a frame.</summary>
    public static BaseLook Of(VideoFrame frame)
    {
        var look = new BaseLook();
        using var small = new Mat();
        FrameImage.WithLuma(frame, luma => Cv2.Resize(luma, small, new Size(Side, Side), 0, 0, InterpolationFlags.Area));
        small.GetArray(out byte[] cells);
        cells.CopyTo(look);
        return look;
    }

    /// <summary>The cells, row by row.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Cells => this;

    /// <summary>How far two pictures differ: root of the mean square over cells, grey levels, so that a change in one place counts.</summary>
    public readonly float Difference(in BaseLook other)
    {
        var a = Cells;
        var b = other.Cells;
        var sum = 0;
        for (var i = 0; i < Length; i++)
        {
            var d = a[i] - b[i];
            sum += d * d;
        }

        return MathF.Sqrt(sum / (float)Length);
    }
}
