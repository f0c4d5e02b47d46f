using Ruying.Pipeline.Faces;

namespace Ruying.Pipeline.Rendering;

/// <summary>Turns mouth motion into the lips and jaw that a base frame shall show.</summary>
/// <param name="neutralShape">The person's neutral lips and jaw relative to nose base and centre, 106 numbers.</param>
/// <param name="neutralWidth">The neutral mouth's width in outer-eye distances.</param>
public sealed class MouthShaper(float[] neutralShape, double neutralWidth)
{
    /// <summary>How much of the chin's movement each jaw point shares; the motion model knows the five in the middle only.</summary>
    private static readonly float[] JawShare = [0, 0.15f, 0.35f, 0.65f, 1, 1, 1, 1, 1, 0.65f, 0.35f, 0.15f, 0];

    private const int FirstChin = 4;
    private const int LastChin = 8;

    /// <summary>Lips and jaw, canonical, 106 numbers.</summary>
    /// <param name="displacement">90 numbers, in neutral mouth widths.</param>
    /// <param name="noseBase">The base frame's point under the nose.</param>
    /// <param name="centre">How far right of it the mouth's middle lies on that frame.</param>
    public float[] Shape(ReadOnlySpan<float> displacement, (double X, double Y) noseBase, double centre)
    {
        var shape = new float[CanonicalTrack.ShapePoints * 2];
        var width = (float)neutralWidth;
        float chinX = 0, chinY = 0;
        for (var k = 0; k < 5; k++)
        {
            chinX += displacement[(FacePoints.LipCount + k) * 2] / 5;
            chinY += displacement[((FacePoints.LipCount + k) * 2) + 1] / 5;
        }

        for (var k = 0; k < CanonicalTrack.ShapePoints; k++)
        {
            float dx, dy;
            if (k < FacePoints.LipCount)
            {
                (dx, dy) = (displacement[k * 2], displacement[(k * 2) + 1]);
            }
            else
            {
                var jaw = k - FacePoints.LipCount;
                var known = jaw is >= FirstChin and <= LastChin ? FacePoints.LipCount + jaw - FirstChin : -1;
                (dx, dy) = known >= 0
                    ? (displacement[known * 2], displacement[(known * 2) + 1])
                    : (chinX * JawShare[jaw], chinY * JawShare[jaw]);
            }

            shape[k * 2] = (float)(neutralShape[k * 2] + noseBase.X + centre + (dx * width));
            shape[(k * 2) + 1] = (float)(neutralShape[(k * 2) + 1] + noseBase.Y + (dy * width));
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
