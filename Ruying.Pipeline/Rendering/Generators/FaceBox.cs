using OpenCvSharp;

namespace Ruying.Pipeline.Rendering.Generators;

/// <summary>An upright box around a face, pixels of the picture.</summary>
/// <param name="Left">Edge.</param>
/// <param name="Top">Edge.</param>
/// <param name="Right">Edge.</param>
/// <param name="Bottom">Edge.</param>
public readonly record struct FaceBox(double Left, double Top, double Right, double Bottom)
{
    /// <summary>Width.</summary>
    public double Width => Right - Left;

    /// <summary>Height.</summary>
    public double Height => Bottom - Top;

    /// <summary>From pixels of the picture to those of a square that the box is stretched to, pixel centres on whole numbers in both;
    /// 2x3, <c>CV_64FC1</c>.</summary>
    /// <param name="side">Pixels of the square's side.</param>
    public Mat ToSquare(int side)
    {
        var (scaleX, scaleY) = (side / Width, side / Height);
        var matrix = new Mat(2, 3, MatType.CV_64FC1);
        matrix.SetArray(new[]
        {
            scaleX, 0, ((0.5 - Left) * scaleX) - 0.5,
            0, scaleY, ((0.5 - Top) * scaleY) - 0.5,
        });
        return matrix;
    }
}
