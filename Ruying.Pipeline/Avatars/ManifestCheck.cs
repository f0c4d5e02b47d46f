using Ruying.Pipeline.Faces;

namespace Ruying.Pipeline.Avatars;

/// <summary>A manifest may come from anywhere: JSON can leave out, or put null, where our types promise a value.</summary>
internal static class ManifestCheck
{
    private const int SmallestCrop = 16, LargestCrop = 4096, LargestSide = 8192;
    private const int ShapeValues = CanonicalTrack.ShapePoints * 2, TemplateValues = 40, SymmetricValues = 90;

    /// <summary>Whether all is there, in range, and named within the package.</summary>
    public static bool IsSound(AvatarManifest manifest) =>
        manifest is { Name: not null, Files: not null, Mask: not null, Fit: not null, Width: > 0 and <= LargestSide, Height: > 0 and <= LargestSide, Frames: > 0 }
        && manifest.Crop is { Side: >= SmallestCrop and <= LargestCrop } crop && double.IsFinite(crop.Left) && double.IsFinite(crop.Top)
        && manifest.Neutral is { Shape.Length: ShapeValues, Symmetric.Length: SymmetricValues, Width: > 0 }
        && manifest.Template is { Length: TemplateValues }
        && Array.TrueForAll(manifest.Neutral.Shape, float.IsFinite)
        && Array.TrueForAll(manifest.Neutral.Symmetric, float.IsFinite)
        && Array.TrueForAll(manifest.Template, float.IsFinite)
        && manifest.Files.Values.All(f => f is { Sha256: not null })
        && new[] { AvatarPackage.BaseName, AvatarPackage.FramesName, AvatarPackage.MouthsName, AvatarPackage.TrackName }.All(manifest.Files.ContainsKey)
        && (manifest.Studio?.Harmoniser is not { } harmoniser || manifest.Files.ContainsKey(harmoniser));
}
