using OpenCvSharp;

namespace Ruying.Pipeline.Rendering;

/// <summary>
/// Brings a remembered mouth to the light of the frame that it is put into: the smooth difference of colour along the mask's rim,
/// continued into the mask. Not thread-safe: one for each render.
/// </summary>
public sealed class ColourMatch : IDisposable
{
    private const int Coarse = 24;

    /// <summary>Width of the rim that is compared, share of the crop.</summary>
    private const double Rim = 0.09;

    /// <summary>Largest correction in levels of 255: a rim over hair, collar or background must not tint the mouth.</summary>
    private const double Largest = 48;

    private readonly Mat _weight = new();
    private readonly Mat _weight3 = new();
    private readonly Mat _coarseWeight = new();
    private readonly Mat _difference = new();
    private readonly Mat _coarse = new();
    private readonly Mat _field = new();
    private readonly Mat _current = new();

    /// <summary>Prepares for one mask.</summary>
    /// <param name="soft">The mask, <c>CV_32FC1</c>.</param>
    public ColourMatch(Mat soft)
    {
        using var inside = new Mat();
        Cv2.Compare(soft, new Scalar(0), inside, CmpTypes.GT);
        var radius = Math.Max(1, (int)(Rim * soft.Width));
        using var kernel = Cv2.GetStructuringElement(MorphShapes.Ellipse, new Size((radius * 2) + 1, (radius * 2) + 1));
        using var grown = new Mat();
        Cv2.Dilate(inside, grown, kernel);
        using var rim = new Mat();
        Cv2.Subtract(grown, inside, rim);
        rim.ConvertTo(_weight, MatType.CV_32FC1, 1 / 255.0);

        // Rows under the mask show the neck, which does not share the face's light.
        using (var neck = new Mat(_weight, new Rect(0, soft.Height * 5 / 6, soft.Width, soft.Height - (soft.Height * 5 / 6))))
        {
            neck.ConvertTo(neck, MatType.CV_32FC1, 0.15);
        }

        Cv2.CvtColor(_weight, _weight3, ColorConversionCodes.GRAY2RGB);
        using var small = new Mat();
        Cv2.Resize(_weight, small, new Size(Coarse, Coarse), 0, 0, InterpolationFlags.Area);
        Spread(small);
        Cv2.Add(small, new Scalar(1e-6), small);
        Cv2.CvtColor(small, _coarseWeight, ColorConversionCodes.GRAY2RGB);
    }

    /// <summary>Corrects a mouth in place.</summary>
    /// <param name="mouth">RGB, <c>CV_32FC3</c>, 0 to 255.</param>
    /// <param name="frame">The frame's own crop, RGB, <c>CV_8UC3</c>.</param>
    public void Apply(Mat mouth, Mat frame)
    {
        frame.ConvertTo(_current, MatType.CV_32FC3);
        Cv2.Subtract(_current, mouth, _difference);
        Cv2.Min(_difference, Largest, _difference);
        Cv2.Max(_difference, -Largest, _difference);
        Cv2.Multiply(_difference, _weight3, _difference);
        Cv2.Resize(_difference, _coarse, new Size(Coarse, Coarse), 0, 0, InterpolationFlags.Area);
        Spread(_coarse);
        Cv2.Divide(_coarse, _coarseWeight, _coarse);
        Cv2.Resize(_coarse, _field, frame.Size(), 0, 0, InterpolationFlags.Cubic);
        Cv2.Add(mouth, _field, mouth);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _weight.Dispose();
        _weight3.Dispose();
        _coarseWeight.Dispose();
        _difference.Dispose();
        _coarse.Dispose();
        _field.Dispose();
        _current.Dispose();
    }

    // Wide enough that the rims of both sides meet in the middle.
    private static void Spread(Mat coarse) => Cv2.GaussianBlur(coarse, coarse, new Size(0, 0), Coarse / 6.0, 0, BorderTypes.Constant);
}
