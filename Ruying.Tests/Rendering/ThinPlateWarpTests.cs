using OpenCvSharp;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Rendering;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Rendering;

public sealed class ThinPlateWarpTests
{
    private const int Side = 128;

    [Fact]
    public void Apply_WithoutMovement_ChangesNothing()
    {
        using var picture = Texture();
        using var result = new Mat();
        Bend(picture, Mouth(0), Mouth(0), result);
        Cv2.Norm(picture, result, NormTypes.INF).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void Apply_OfAnOpeningMouth_MovesWhatLiesAtTheLips()
    {
        using var picture = new Mat(Side, Side, MatType.CV_8UC3, Scalar.Black);
        var from = Mouth(0);
        var to = Mouth(8);
        const int lower = 25;
        Cv2.Circle(picture, new Point(from[lower * 2], from[(lower * 2) + 1]), 2, Scalar.White, -1);
        using var result = new Mat();
        Bend(picture, from, to, result);
        using var grey = new Mat();
        Cv2.CvtColor(result, grey, ColorConversionCodes.RGB2GRAY);
        // The dot's upper half is drawn out over the opening; its lower edge went with the lip.
        grey.GetArray(out byte[] values);
        var lowest = Array.FindLastIndex(values, v => v > 128) / Side;
        ((double)lowest).ShouldBe(to[(lower * 2) + 1] + 2, 2);
    }

    [Fact]
    public void Apply_OfAnOpeningMouth_HoldsTheBorder()
    {
        using var picture = Texture();
        using var result = new Mat();
        Bend(picture, Mouth(0), Mouth(8), result);
        foreach (var edge in new[] { new Rect(0, 0, Side, 1), new Rect(0, Side - 1, Side, 1), new Rect(0, 0, 1, Side), new Rect(Side - 1, 0, 1, Side) })
        {
            using var a = new Mat(picture, edge);
            using var b = new Mat(result, edge);
            (Cv2.Norm(a, b, NormTypes.L1) / (Side * 3)).ShouldBeLessThan(8);
        }
    }

    [Fact]
    public void Fields_OfSeveralSources_AreThoseOfEachAlone()
    {
        using var spline = new ThinPlateSpline(Side);
        var together = spline.Fields(Mouth(4), [Mouth(0), Mouth(8), Mouth(4)]);
        together[0].ShouldBe(spline.Fields(Mouth(4), [Mouth(0)])[0], 1e-6);
        together[1].ShouldBe(spline.Fields(Mouth(4), [Mouth(8)])[0], 1e-6);
        together[2].ShouldAllBe(v => Math.Abs(v) < 1e-6);
    }

    private static void Bend(Mat picture, float[] from, float[] to, Mat result)
    {
        using var spline = new ThinPlateSpline(Side);
        using var warp = new ThinPlateWarp(Side);
        warp.Apply(picture, spline.Fields(to, [from])[0], result);
    }

    private static Mat Texture()
    {
        var picture = new Mat(Side, Side, MatType.CV_8UC3);
        var values = new Vec3b[Side * Side];
        for (var i = 0; i < values.Length; i++)
        {
            var v = (byte)(128 + (100 * Math.Sin(i % Side / 9.0) * Math.Cos(i / Side / 7.0)));
            values[i] = new Vec3b(v, (byte)(255 - v), 90);
        }

        picture.SetArray(values);
        return picture;
    }

    /// <summary>Lips and jaw whose lower half hangs by some pixels.</summary>
    private static float[] Mouth(float opening)
    {
        var shape = new float[CanonicalTrack.ShapePoints * 2];
        void Set(int k, double x, double y) => (shape[k * 2], shape[(k * 2) + 1]) = ((float)x, (float)y);
        for (var k = 0; k <= 10; k++)
        {
            var t = k / 10.0;
            var bow = Math.Sin(t * Math.PI);
            Set(k, 40 + (48 * t), 64 + (bow * (8 + opening)));
            Set(20 + k, 44 + (40 * t), 64 + (bow * (1 + opening)));
        }

        for (var k = 0; k < 9; k++)
        {
            var t = (k + 1) / 10.0;
            var bow = Math.Sin(t * Math.PI);
            Set(11 + k, 40 + (48 * t), 64 - (bow * 7));
            Set(31 + k, 44 + (40 * t), 64 - (bow * 0.5));
        }

        for (var k = 0; k < 13; k++)
        {
            var t = k / 12.0;
            Set(40 + k, 18 + (92 * t), 80 + (Math.Sin(t * Math.PI) * (24 + opening)));
        }

        return shape;
    }
}
