using OpenCvSharp;
using Ruying.Pipeline.Evaluation;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Evaluation;

public sealed class MaskSteadinessTests
{
    private const int Side = 64;

    [Fact]
    public void Flicker_OfAnEdgeThatMovesInAStillPicture_IsWhatItMoves()
    {
        using var steadiness = new MaskSteadiness();
        using var picture = new Mat(Side, Side, MatType.CV_8UC3, new Scalar(90, 60, 50));
        foreach (var at in new[] { 30, 32, 30 })
        {
            using var mask = Mask(at);
            steadiness.Add(picture, mask);
        }

        // Two columns of those within four of the edge, or nine of the whole window, change by all.
        steadiness.Flicker.ShouldBeInRange(255 * 2 / 11.0, 255 * 2 / 8.0);
        steadiness.StillShare.ShouldBe(1);
    }

    [Fact]
    public void Flicker_OfAnEdgeThatMovesWithThePicture_IsNone()
    {
        using var steadiness = new MaskSteadiness();
        foreach (var at in new[] { 20, 40, 20 })
        {
            using var picture = new Mat(Side, Side, MatType.CV_8UC3, new Scalar(90, 60, 50));
            using var mask = Mask(at);
            picture[new Rect(at, 0, Side - at, Side)].SetTo(new Scalar(200, 200, 200));
            steadiness.Add(picture, mask);
        }

        steadiness.Flicker.ShouldBeLessThan(1e-6);
        steadiness.StillShare.ShouldBeLessThan(0.7);
    }

    private static Mat Mask(int from)
    {
        var mask = new Mat(Side, Side, MatType.CV_32FC1, new Scalar(0));
        mask[new Rect(from, 0, Side - from, Side)].SetTo(new Scalar(1));
        return mask;
    }
}
