using OpenCvSharp;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Numerics;
using Ruying.Pipeline.Rendering;

namespace Ruying.Pipeline.Evaluation;

/// <summary>Compares rendered crops with the real ones.</summary>
public sealed class PixelMeasures : IDisposable
{
    private readonly Mat _soft;
    private readonly Mat _inside = new();
    private readonly Rect _bounds;
    private readonly CropFrame _crop;
    private readonly List<double> _mask = [];
    private readonly List<double> _lips = [];
    private readonly List<double> _ssim = [];
    private readonly List<double> _sharpness = [];
    private readonly List<double> _seam = [];
    private readonly List<double> _seamColour = [];

    /// <summary>Prepares for one person.</summary>
    /// <param name="crop">The crop.</param>
    /// <param name="mask">What is replaced in it.</param>
    public PixelMeasures(CropFrame crop, MouthMask mask)
    {
        _crop = crop;
        _soft = mask.Soft(crop.Side);
        Cv2.Compare(_soft, new Scalar(0), _inside, CmpTypes.GT);
        _bounds = Cv2.BoundingRect(_inside);
    }

    /// <summary>The fixed mask, 0 to 1, <c>CV_32FC1</c>: the weights where a frame's own are not known.</summary>
    public Mat Mask => _soft;

    /// <summary>Frames so far; with none, the measures below are 0 and mean nothing.</summary>
    public int Frames => _mask.Count;

    /// <summary>PSNR in the mask, dB, mean over frames; 96 where nothing differs.</summary>
    public double MaskPsnr => _mask.DefaultIfEmpty().Average();

    /// <summary>PSNR around the lips, dB, mean over frames.</summary>
    public double LipsPsnr => _lips.DefaultIfEmpty().Average();

    /// <summary>SSIM in the mask (Wang et al. 2004), mean over frames.</summary>
    public double MaskSsim => _ssim.DefaultIfEmpty().Average();

    /// <summary>Variance of the Laplacian around the lips against the real frame's, median over frames; 1 is as sharp as real.</summary>
    public double Sharpness => Smoothing.Percentile(_sharpness, 0.5);

    /// <summary>Gradient along the mask's fading rim against the same rim of the real frame, median over frames; 1 is no seam.</summary>
    public double Seam => Smoothing.Percentile(_seam, 0.5);

    /// <summary>Step of colour across the edge of what is replaced against the real frame's step at the same place, median over frames; 1 is no seam.</summary>
    public double SeamColour => Smoothing.Percentile(_seamColour, 0.5);

    /// <summary>Adds a frame by the mouth that will be blended into it.</summary>
    /// <param name="real">The real crop, RGB, <c>CV_8UC3</c>.</param>
    /// <param name="mouth">The rendered mouth, not yet blended, RGB, <c>CV_8UC3</c>.</param>
    /// <param name="weights">How much of each pixel is replaced, 0 to 1, <c>CV_32FC1</c>.</param>
    /// <param name="shape">The real lips and jaw, canonical, 106 numbers.</param>
    public void AddMouth(Mat real, Mat mouth, Mat weights, float[] shape)
    {
        using var blended = Blend(real, mouth, weights);
        Add(real, blended, weights, shape);
    }

    /// <summary>Adds a frame.</summary>
    /// <param name="real">The real crop, RGB, <c>CV_8UC3</c>.</param>
    /// <param name="rendered">The rendered crop, RGB, <c>CV_8UC3</c>.</param>
    /// <param name="weights">How much of each pixel was replaced, 0 to 1, <c>CV_32FC1</c>.</param>
    /// <param name="shape">The real lips and jaw, canonical, 106 numbers.</param>
    public void Add(Mat real, Mat rendered, Mat weights, float[] shape)
    {
        using var difference = new Mat();
        Cv2.Absdiff(rendered, real, difference);
        using var squared = new Mat();
        difference.ConvertTo(squared, MatType.CV_32FC3);
        Cv2.Multiply(squared, squared, squared);
        var points = _crop.Map(shape);
        using var lips = Lips(points);
        _mask.Add(Psnr(squared, _inside));
        _lips.Add(Psnr(squared, lips));
        using var greyReal = Grey(real);
        using var greyRendered = Grey(rendered);
        _ssim.Add(Ssim(greyReal, greyRendered));
        var box = Box(points);
        _sharpness.Add(Sharp(greyRendered, box) / Math.Max(1e-3, Sharp(greyReal, box)));
        _seam.Add(RimGradient(greyRendered) / Math.Max(1e-3, RimGradient(greyReal)));
        if (SeamMeasure.ColourStep(real, rendered, weights) is { } step)
        {
            _seamColour.Add(step);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _soft.Dispose();
        _inside.Dispose();
    }

    private static Mat Blend(Mat real, Mat mouth, Mat weights)
    {
        using var weights3 = new Mat();
        Cv2.CvtColor(weights, weights3, ColorConversionCodes.GRAY2RGB);
        using var a = new Mat();
        using var b = new Mat();
        real.ConvertTo(a, MatType.CV_32FC3);
        mouth.ConvertTo(b, MatType.CV_32FC3);
        Cv2.Subtract(b, a, b);
        Cv2.Multiply(b, weights3, b);
        Cv2.Add(a, b, a);
        var blended = new Mat();
        a.ConvertTo(blended, MatType.CV_8UC3);
        return blended;
    }

    private static double Psnr(Mat squared, Mat mask)
    {
        var mean = Cv2.Mean(squared, mask);
        return 10 * Math.Log10(255 * 255 / (((mean.Val0 + mean.Val1 + mean.Val2) / 3) + 1.6e-5));
    }

    private static Mat Grey(Mat rgb)
    {
        using var grey = new Mat();
        Cv2.CvtColor(rgb, grey, ColorConversionCodes.RGB2GRAY);
        var result = new Mat();
        grey.ConvertTo(result, MatType.CV_32FC1);
        return result;
    }

    private double Ssim(Mat a, Mat b)
    {
        const double c1 = 6.5025, c2 = 58.5225;
        using var x = new Mat(a, _bounds);
        using var y = new Mat(b, _bounds);
        using var inside = new Mat(_inside, _bounds);
        using var meanX = Blurred(x);
        using var meanY = Blurred(y);
        using var meanXX = Product(meanX, meanX);
        using var meanYY = Product(meanY, meanY);
        using var meanXY = Product(meanX, meanY);
        using var xx = Moment(x, x, meanXX);
        using var yy = Moment(y, y, meanYY);
        using var xy = Moment(x, y, meanXY);
        meanXY.ConvertTo(meanXY, MatType.CV_32FC1, 2, c1);
        xy.ConvertTo(xy, MatType.CV_32FC1, 2, c2);
        using var top = Product(meanXY, xy);
        Cv2.Add(meanXX, meanYY, meanXX);
        Cv2.Add(meanXX, new Scalar(c1), meanXX);
        Cv2.Add(xx, yy, xx);
        Cv2.Add(xx, new Scalar(c2), xx);
        using var bottom = Product(meanXX, xx);
        Cv2.Divide(top, bottom, top);
        return Cv2.Mean(top, inside).Val0;
    }

    private static Mat Product(Mat a, Mat b)
    {
        var result = new Mat();
        Cv2.Multiply(a, b, result);
        return result;
    }

    private static Mat Blurred(Mat a)
    {
        var result = new Mat();
        Cv2.GaussianBlur(a, result, new Size(11, 11), 1.5);
        return result;
    }

    private static Mat Moment(Mat a, Mat b, Mat means)
    {
        using var product = Product(a, b);
        var result = Blurred(product);
        Cv2.Subtract(result, means, result);
        return result;
    }

    private static double Sharp(Mat grey, Rect box)
    {
        using var part = new Mat(grey, box);
        using var laplacian = new Mat();
        Cv2.Laplacian(part, laplacian, MatType.CV_32F);
        Cv2.MeanStdDev(laplacian, out _, out var deviation);
        return deviation.Val0 * deviation.Val0;
    }

    private double RimGradient(Mat grey)
    {
        using var x = new Mat();
        using var y = new Mat();
        using var length = new Mat();
        using var rim = new Mat();
        Cv2.Sobel(grey, x, MatType.CV_32F, 1, 0);
        Cv2.Sobel(grey, y, MatType.CV_32F, 0, 1);
        Cv2.Magnitude(x, y, length);
        Cv2.InRange(_soft, new Scalar(0.02), new Scalar(0.98), rim);
        return Cv2.Mean(length, rim).Val0;
    }

    private Mat Lips(float[] points)
    {
        var mask = new Mat(_crop.Side, _crop.Side, MatType.CV_8UC1, Scalar.Black);
        var contour = FacePoints.OuterContour.Select(k => new Point(Math.Round(points[k * 2]), Math.Round(points[(k * 2) + 1])));
        Cv2.FillPoly(mask, [contour], Scalar.White);
        using var kernel = Cv2.GetStructuringElement(MorphShapes.Rect, new Size(9, 9));
        Cv2.Dilate(mask, mask, kernel);
        return mask;
    }

    private Rect Box(float[] points)
    {
        var xs = Enumerable.Range(0, FacePoints.LipCount).Select(k => points[k * 2]).ToArray();
        var ys = Enumerable.Range(0, FacePoints.LipCount).Select(k => points[(k * 2) + 1]).ToArray();
        var left = Math.Clamp((int)xs.Min() - 3, 0, _crop.Side - 8);
        var top = Math.Clamp((int)ys.Min() - 3, 0, _crop.Side - 8);
        return new Rect(left, top, Math.Clamp((int)xs.Max() + 4 - left, 8, _crop.Side - left), Math.Clamp((int)ys.Max() + 4 - top, 8, _crop.Side - top));
    }
}
