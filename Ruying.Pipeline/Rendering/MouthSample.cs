using System.Numerics.Tensors;
using Ruying.Pipeline.Faces;

namespace Ruying.Pipeline.Rendering;

/// <summary>One remembered mouth: its shape and what surrounds it.</summary>
/// <param name="Frame">Its frame in the base footage.</param>
/// <param name="Shape">Lips and jaw, canonical, 106 numbers.</param>
/// <param name="Feature">What retrieval compares: see <see cref="FeatureOf"/>.</param>
/// <param name="Surroundings">The crop outside the mask at 16x16, RGB, 768 numbers of 0 to 1.</param>
public sealed record MouthSample(int Frame, float[] Shape, float[] Feature, float[] Surroundings)
{
    /// <summary>Numbers of a feature.</summary>
    public const int FeatureLength = 89;

    /// <summary>Numbers of the surroundings.</summary>
    public const int SurroundingsLength = 16 * 16 * 3;

    // Weights found in the feasibility study: inner lips and positions count more, jaw ends less.
    private const float InnerLip = 1.5f;
    private const float Position = 1.5f;

    /// <summary>A mouth bent shut from an open one still shows its teeth (docs/lab-notebook.md).</summary>
    private const float Gap = 3;

    private const float JawEnds = 0.5f;
    private const float ShapeWeight = 60;
    private const float SurroundingsWeight = 60;

    /// <summary>Lip shape about its middle (inner lips weighted), lip middle, chin, jaw ends and the gap.</summary>
    /// <param name="shape">Lips and jaw, canonical, 106 numbers.</param>
    public static float[] FeatureOf(ReadOnlySpan<float> shape)
    {
        var feature = new float[FeatureLength];
        float mx = 0, my = 0;
        for (var k = 0; k < FacePoints.LipCount; k++)
        {
            mx += shape[k * 2] / FacePoints.LipCount;
            my += shape[(k * 2) + 1] / FacePoints.LipCount;
        }

        for (var k = 0; k < FacePoints.LipCount; k++)
        {
            var weight = k < FacePoints.LipCount / 2 ? 1 : InnerLip;
            feature[k * 2] = (shape[k * 2] - mx) * weight;
            feature[(k * 2) + 1] = (shape[(k * 2) + 1] - my) * weight;
        }

        const int chin = FacePoints.LipCount + 6;
        (feature[80], feature[81]) = (mx * Position, my * Position);
        (feature[82], feature[83]) = (shape[chin * 2] * Position, shape[(chin * 2) + 1] * Position);
        (feature[84], feature[85]) = (shape[80] * JawEnds, shape[81] * JawEnds);
        (feature[86], feature[87]) = (shape[104] * JawEnds, shape[105] * JawEnds);
        feature[88] = (float)MouthGeometry.Aperture(shape) * Gap;
        return feature;
    }

    /// <summary>How ill this mouth fits a wanted shape on a given frame; 0 fits exactly.</summary>
    /// <param name="feature">Of the wanted shape.</param>
    /// <param name="surroundings">Of the frame that it shall be put into.</param>
    public float Cost(ReadOnlySpan<float> feature, ReadOnlySpan<float> surroundings)
    {
        var shape = TensorPrimitives.Distance(Feature, feature);
        var around = TensorPrimitives.Distance(Surroundings, surroundings);
        return (shape * shape * ShapeWeight) + (around * around / SurroundingsLength * SurroundingsWeight);
    }
}
