using CsCheck;
using OpenCvSharp;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Rendering;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Rendering;

public sealed class CompositorTests
{
    private static readonly CropFrame Crop = new(128, -0.85, 0.2);
    private static readonly MouthMask Mask = new(64, 74, 44, 34);

    [Fact]
    public void Blend_AnyPose_LeavesEveryByteOutsideTheMask() =>
        Gen.Select(Gen.Double[40, 140], Gen.Double[-0.5, 0.5], Gen.Double[-60, 380], Gen.Double[-60, 300], Gen.Int).Sample(
            (scale, angle, x, y, seed) =>
            {
                using var frame = Noise(320, 240, seed);
                using var before = frame.Copy();
                var toPicture = new Similarity(scale * Math.Cos(angle), scale * Math.Sin(angle), x, y);
                using var compositor = new Compositor(Crop, Mask);
                using var crop = new Mat(128, 128, MatType.CV_8UC3, new Scalar(250, 10, 10));
                using var soft = Mask.Soft(128);

                compositor.Blend(frame, toPicture, crop, soft);

                var back = Crop.ToPicture(toPicture).Inverse;
                Outside(before.Y.ToArray(), frame.Y.ToArray(), 320, 1, back).ShouldBe(0);
                Outside(before.U.ToArray(), frame.U.ToArray(), 160, 2, back).ShouldBe(0);
                Outside(before.V.ToArray(), frame.V.ToArray(), 160, 2, back).ShouldBe(0);
            },
            iter: 60);

    [Fact]
    public void Blend_InTheMiddleOfTheMask_ShowsTheCrop()
    {
        using var frame = Noise(320, 240, 1);
        var toPicture = new Similarity(80, 0, 160, 80);
        using var compositor = new Compositor(Crop, Mask);
        using var crop = new Mat(128, 128, MatType.CV_8UC3, new Scalar(128, 128, 128));
        using var soft = Mask.Soft(128);
        compositor.Blend(frame, toPicture, crop, soft);
        var (x, y) = Crop.ToPicture(toPicture).Apply(64, 74);
        ((int)frame.Y[((int)y * 320) + (int)x]).ShouldBe(126, 2);
    }

    private static int Outside(byte[] before, byte[] after, int stride, int step, Similarity back)
    {
        var changed = 0;
        for (var i = 0; i < before.Length; i++)
        {
            if (before[i] != after[i])
            {
                // Interpolation reaches one sample of the plane beyond the ellipse.
                var (cx, cy) = back.Apply(i % stride * step, i / stride * step);
                changed += Mask.Radius(cx, cy) > 1 + (2.0 * step * back.Scale / 34) ? 1 : 0;
            }
        }

        return changed;
    }

    private static VideoFrame Noise(int width, int height, int seed)
    {
        var frame = new VideoFrame(width, height);
        new Random(seed).NextBytes(frame.Span);
        return frame;
    }
}
