using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Rendering;

namespace Ruying.Pipeline.Evaluation;

/// <summary>What is known of a person when two clips of them are compared.</summary>
/// <param name="Template">The stable points, canonical, 40 numbers.</param>
/// <param name="Crop">The square around the mouth.</param>
/// <param name="Mask">What is compared in it.</param>
/// <param name="Neutral">The neutral lips and jaw, 106 numbers, outer-eye distances.</param>
public sealed record ComparedPerson(float[] Template, CropFrame Crop, MouthMask Mask, float[] Neutral)
{
    /// <summary>The person of an avatar.</summary>
    public static ComparedPerson Of(AvatarManifest manifest) => new(manifest.Template, manifest.Crop, manifest.Mask, manifest.Neutral.Shape);
}
