namespace Ruying.Pipeline.Faces;

/// <summary>Which points of MediaPipe's mesh mean what (canonical_face_model_uv_visualization of MediaPipe Face Mesh).</summary>
public static class FacePoints
{
    /// <summary>Outer corner of the person's right eye, left in the picture.</summary>
    public const int RightEyeOuter = 33;

    /// <summary>Outer corner of the person's left eye.</summary>
    public const int LeftEyeOuter = 263;

    /// <summary>Lip points kept: 20 on the outer contour, 20 on the inner.</summary>
    public const int LipCount = 40;

    /// <summary>Points that neither speech nor expression moves much: eye corners, nose bridge, forehead, temples, brows' upper edge.</summary>
    public static IReadOnlyList<int> Stable { get; } = [33, 133, 362, 263, 168, 6, 197, 195, 5, 127, 356, 234, 454, 10, 151, 9, 70, 300, 105, 334];

    /// <summary>The jaw line from the picture's left to its right; the seventh is the tip of the chin.</summary>
    public static IReadOnlyList<int> Chin { get; } = [172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397];

    /// <summary>Under the nose: the lip's anchor.</summary>
    public static IReadOnlyList<int> NoseBase { get; } = [2, 97, 326, 94];

    /// <summary>Lids: right upper, right lower, left upper, left lower; then the nose's tip.</summary>
    public static IReadOnlyList<int> LidsAndTip { get; } = [159, 145, 386, 374, 1];

    /// <summary>Closed outer contour of the lips, as positions among the 40.</summary>
    public static IReadOnlyList<int> OuterContour { get; } = [.. Enumerable.Range(0, 11), .. Enumerable.Range(0, 9).Select(i => 19 - i)];

    /// <summary>Closed inner contour of the lips, as positions among the 40.</summary>
    public static IReadOnlyList<int> InnerContour { get; } = [.. Enumerable.Range(20, 11), .. Enumerable.Range(0, 9).Select(i => 39 - i)];
}
