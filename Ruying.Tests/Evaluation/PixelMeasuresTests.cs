using OpenCvSharp;
using Ruying.Pipeline.Evaluation;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Rendering;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Evaluation;

public sealed class PixelMeasuresTests
{
    private static readonly CropFrame Crop = new(128, -0.85, 0);
    private static readonly MouthMask Mask = new(64, 74, 44, 34);

    [Fact]
    public void Add_TheRealMouthItself_IsPerfect()
    {
        var measures = Measure(real => real.Clone());
        measures.MaskPsnr.ShouldBeGreaterThan(60);
        measures.MaskSsim.ShouldBe(1, 1e-4);
        measures.Sharpness.ShouldBe(1, 1e-3);
        measures.Seam.ShouldBe(1, 1e-3);
        measures.SeamColour.ShouldBe(1, 1e-3);
    }

    [Fact]
    public void Add_ABlurredMouth_LosesSharpness()
    {
        var measures = Measure(real =>
        {
            var blurred = new Mat();
            Cv2.GaussianBlur(real, blurred, new Size(0, 0), 2);
            return blurred;
        });
        measures.Sharpness.ShouldBeLessThan(0.5);
        measures.MaskPsnr.ShouldBeLessThan(40);
        measures.MaskSsim.ShouldBeLessThan(0.95);
    }

    [Fact]
    public void Add_AMouthInOtherLight_ShowsASeam()
    {
        var measures = Measure(real =>
        {
            var bright = new Mat();
            Cv2.Add(real, new Scalar(60, 60, 60), bright);
            return bright;
        });
        measures.Seam.ShouldBeGreaterThan(1.02);
        measures.SeamColour.ShouldBeGreaterThan(2);
        measures.MaskPsnr.ShouldBeLessThan(20);
    }

    private static PixelMeasures Measure(Func<Mat, Mat> render)
    {
        using var real = new Mat(128, 128, MatType.CV_8UC3);
        var random = new Random(5);
        real.SetArray([.. Enumerable.Range(0, 128 * 128).Select(i =>
        {
            var v = (byte)(110 + (40 * Math.Sin(i % 128 / 4.0) * Math.Sin(i / 128 / 5.0)) + random.Next(20));
            return new Vec3b(v, v, v);
        })]);
        using var mouth = render(real);
        using var weights = Mask.Soft(128);
        var shape = new float[CanonicalTrack.ShapePoints * 2];
        for (var k = 0; k < CanonicalTrack.ShapePoints; k++)
        {
            shape[k * 2] = (float)(0.3 * Math.Cos(k * 0.3));
            shape[(k * 2) + 1] = (float)(0.98 + (0.12 * Math.Sin(k * 0.3)));
        }

        using var measures = new PixelMeasures(Crop, Mask);
        measures.AddMouth(real, mouth, weights, shape);
        return measures;
    }
}
