namespace Ruying.Pipeline.Faces;

/// <summary>A face that the detector found. All lengths in pixels of the picture.</summary>
/// <param name="Score">0 to 1.</param>
/// <param name="X">Centre.</param>
/// <param name="Y">Centre.</param>
/// <param name="Width">Of the box.</param>
/// <param name="Height">Of the box.</param>
/// <param name="RightEyeX">The person's right eye, left in the picture.</param>
/// <param name="RightEyeY">The person's right eye.</param>
/// <param name="LeftEyeX">The person's left eye.</param>
/// <param name="LeftEyeY">The person's left eye.</param>
public readonly record struct FaceDetection(
    float Score, float X, float Y, float Width, float Height, float RightEyeX, float RightEyeY, float LeftEyeX, float LeftEyeY)
{
    /// <summary>The longer side of the box.</summary>
    public float Size => Math.Max(Width, Height);

    /// <summary>The square that the mesh looks at: 1.5 times the box, upright along the eyes.</summary>
    public FaceRegion Region => new(X, Y, Size * 1.5f, MathF.Atan2(LeftEyeY - RightEyeY, LeftEyeX - RightEyeX));

    /// <summary>Overlap of the two boxes, intersection over union.</summary>
    public float Overlap(FaceDetection other)
    {
        var w = Math.Min(X + (Width / 2), other.X + (other.Width / 2)) - Math.Max(X - (Width / 2), other.X - (other.Width / 2));
        var h = Math.Min(Y + (Height / 2), other.Y + (other.Height / 2)) - Math.Max(Y - (Height / 2), other.Y - (other.Height / 2));
        var both = Math.Max(0, w) * Math.Max(0, h);
        return both / ((Width * Height) + (other.Width * other.Height) - both + 1e-6f);
    }
}

/// <summary>A rotated square around a face, in pixels of the picture.</summary>
/// <param name="X">Centre.</param>
/// <param name="Y">Centre.</param>
/// <param name="Side">Length of a side.</param>
/// <param name="Angle">Radians; positive turns clockwise on the screen.</param>
public readonly record struct FaceRegion(float X, float Y, float Side, float Angle);
