using Ruying.Pipeline.Faces;

namespace Ruying.Pipeline.Rendering;

/// <summary>Turns mouth motion into the lips and jaw that a base frame shall show.</summary>
/// <param name="neutralShape">The person's neutral lips and jaw relative to nose base and centre, 106 numbers.</param>
/// <param name="neutralWidth">The neutral mouth's width in outer-eye distances.</param>
public sealed class MouthShaper(float[] neutralShape, double neutralWidth)
{
    /// <summary>How much of the chin's movement each jaw point shares: the sides hang on the skull.</summary>
    private static readonly float[] JawShare = [0, 0.15f, 0.35f, 0.65f, 1, 1, 1, 1, 1, 0.65f, 0.35f, 0.15f, 0];

    private const int FirstChin = 4;
    private const int ChinPoints = 5;

    /// <summary>Lips and jaw, canonical, 106 numbers.</summary>
    /// <param name="displacement">90 numbers, in neutral mouth widths.</param>
    /// <param name="source">The base frame that shall show them.</param>
    public float[] Shape(ReadOnlySpan<float> displacement, BaseFrame source)
    {
        var shape = new float[CanonicalTrack.ShapePoints * 2];
        var width = (float)neutralWidth;
        var (originX, originY) = ((float)(source.Nose.X + source.Centre), (float)source.Nose.Y);
        for (var k = 0; k < FacePoints.LipCount; k++)
        {
            shape[k * 2] = neutralShape[k * 2] + originX + (displacement[k * 2] * width);
            shape[(k * 2) + 1] = neutralShape[(k * 2) + 1] + originY + (displacement[(k * 2) + 1] * width);
        }

        // The frame's own jaw line, which tells how the head is turned, with its chin moved to where the wanted mouth has it.
        var own = source.Jaw.Values;
        float moveX = 0, moveY = 0;
        for (var k = 0; k < ChinPoints; k++)
        {
            var jaw = (FirstChin + k) * 2;
            var neutral = (FacePoints.LipCount * 2) + jaw;
            var moved = (FacePoints.LipCount + k) * 2;
            moveX += (neutralShape[neutral] + originX + (displacement[moved] * width) - own[jaw]) / ChinPoints;
            moveY += (neutralShape[neutral + 1] + originY + (displacement[moved + 1] * width) - own[jaw + 1]) / ChinPoints;
        }

        for (var k = 0; k < JawShare.Length; k++)
        {
            var at = (FacePoints.LipCount + k) * 2;
            shape[at] = own[k * 2] + (JawShare[k] * moveX);
            shape[at + 1] = own[(k * 2) + 1] + (JawShare[k] * moveY);
        }

        PartLips(shape);
        return shape;
    }

    // Upper over lower: crossing lips would turn the warp inside out.
    private static void PartLips(float[] shape)
    {
        for (var k = 0; k < 9; k++)
        {
            var lower = ((21 + k) * 2) + 1;
            var upper = ((31 + k) * 2) + 1;
            var overlap = Math.Max(0, shape[upper] - shape[lower]) / 2;
            shape[lower] += overlap;
            shape[upper] -= overlap;
        }
    }
}
