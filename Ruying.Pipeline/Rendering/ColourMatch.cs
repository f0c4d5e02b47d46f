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

    /// <summary>Differences that light makes, levels of 255.</summary>
    private const double LightRange = 30;

    /// <summary>Pulls the correction to none where hardly a pixel is trusted.</summary>
    private const double Doubt = 2e-3;

    private static readonly Mat Mean = Mat.FromArray(new float[,] { { 1 / 3f, 1 / 3f, 1 / 3f } });

    private readonly Mat _weight = new();
    private readonly Mat _trust = new();
    private readonly Mat _trust3 = new();
    private readonly Mat _coarseTrust = new();
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
    }

    /// <summary>Corrects a mouth in place.</summary>
    /// <param name="mouth">RGB, <c>CV_32FC3</c>, 0 to 255.</param>
    /// <param name="frame">The frame's own crop, RGB, <c>CV_8UC3</c>.</param>
    public void Apply(Mat mouth, Mat frame)
    {
        frame.ConvertTo(_current, MatType.CV_32FC3);
        Cv2.Subtract(_current, mouth, _difference);

        // Pixels that differ by more than light does show something else (hair, collar, background) and hardly count.
        Cv2.Transform(_difference, _trust, Mean);
        Cv2.Multiply(_trust, _trust, _trust, -1 / (LightRange * LightRange));
        Cv2.Exp(_trust, _trust);
        Cv2.Multiply(_trust, _weight, _trust);
        Cv2.CvtColor(_trust, _trust3, ColorConversionCodes.GRAY2RGB);
        Cv2.Multiply(_difference, _trust3, _difference);
        Cv2.Resize(_difference, _coarse, new Size(Coarse, Coarse), 0, 0, InterpolationFlags.Area);
        Cv2.Resize(_trust3, _coarseTrust, new Size(Coarse, Coarse), 0, 0, InterpolationFlags.Area);
        Spread(_coarse);
        Spread(_coarseTrust);
        Cv2.Add(_coarseTrust, new Scalar(Doubt, Doubt, Doubt), _coarseTrust);
        Cv2.Divide(_coarse, _coarseTrust, _coarse);
        Cv2.Resize(_coarse, _field, frame.Size(), 0, 0, InterpolationFlags.Cubic);
        Cv2.Add(mouth, _field, mouth);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _weight.Dispose();
        _trust.Dispose();
        _trust3.Dispose();
        _coarseTrust.Dispose();
        _difference.Dispose();
        _coarse.Dispose();
        _field.Dispose();
        _current.Dispose();
    }

    // Wide enough that the rims of both sides meet in the middle.
    private static void Spread(Mat coarse) => Cv2.GaussianBlur(coarse, coarse, new Size(0, 0), Coarse / 6.0, 0, BorderTypes.Constant);
}
