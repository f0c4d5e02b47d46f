using CsCheck;
using Ruying.Pipeline.Evaluation;
using Ruying.Pipeline.Faces;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Evaluation;

public sealed class MotionMeasuresTests
{
    [Fact]
    public void Compare_AClipWithItself_IsPerfect()
    {
        var clip = Clip(120, 0);
        var measures = MotionMeasures.Compare(clip, clip, Clip(120, 0, still: true));
        measures.ApertureCorrelation.ShouldBe(1, 1e-9);
        measures.WidthCorrelation.ShouldBe(1, 1e-9);
        measures.Amplitude.ShouldBe(1, 1e-9);
        measures.OffsetFrames.ShouldBe(0);
        measures.LipDistance.ShouldBe(0);
        measures.NeutralLipDistance.ShouldBeGreaterThan(0);
        measures.Jitter.ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Compare_AClipThatComesLate_FindsTheFrames() =>
        Gen.Int[-8, 8].Sample(late => MotionMeasures.Compare(Clip(150, late), Clip(150, 0), Clip(150, 0, still: true)).OffsetFrames.ShouldBe(late));

    [Fact]
    public void Compare_AFrozenMouth_CorrelatesWithNothing()
    {
        var measures = MotionMeasures.Compare(Clip(100, 0, still: true), Clip(100, 0), Clip(100, 0, still: true));
        measures.ApertureCorrelation.ShouldBe(0);
        measures.Amplitude.ShouldBe(0, 1e-6);
        measures.OffsetFrames.ShouldBeNull();
        measures.LipDistance.ShouldBe(measures.NeutralLipDistance);
    }

    [Fact]
    public void Leak_CountsOpenFramesOnly()
    {
        var neutral = Clip(1, 0, still: true)[0];
        MotionMeasures.Leak(Clip(50, 0, still: true), neutral).ShouldBe(0);
        MotionMeasures.Leak(Clip(400, 0), neutral)!.Value.ShouldBeInRange(0.5, 0.95);
        MotionMeasures.Leak(Clip(400, 0), neutral, new bool[400]).ShouldBeNull();
    }

    [Fact]
    public void Compare_FramesThatCannotBeSeen_DoNotCount()
    {
        var (real, rendered) = (Clip(150, 0), Clip(150, 0));
        bool[] seen = [.. Enumerable.Repeat(true, 150)];
        foreach (var t in Enumerable.Range(60, 20))
        {
            seen[t] = false;
            rendered[t] = [.. rendered[t].Select((v, k) => k == 49 ? v + 5 : v)];
        }

        MotionMeasures.Compare(rendered, real, Clip(150, 0, still: true)).ApertureCorrelation.ShouldBeLessThan(0.9);
        var measures = MotionMeasures.Compare(rendered, real, Clip(150, 0, still: true), seen);
        measures.ApertureCorrelation.ShouldBe(1, 1e-9);
        measures.Jitter.ShouldBe(1, 1e-9);
        measures.OffsetFrames.ShouldBe(0);
    }

    private static float[][] Clip(int frames, int late, bool still = false) =>
    [
        .. Enumerable.Range(0, frames).Select(t =>
        {
            var s = t - late;
            var open = still ? 0 : 0.2 * (1 + (Math.Sin(s * 0.7) * Math.Cos(s * 0.11)) + (0.3 * Math.Sin(s * 1.9)));
            var shape = new float[CanonicalTrack.ShapePoints * 2];
            for (var k = 0; k < FacePoints.LipCount; k++)
            {
                shape[k * 2] = (float)(k % 20 < 11 ? -0.25 + (0.05 * (k % 20)) : -0.25 + (0.05 * ((k % 20) - 10)));
                shape[(k * 2) + 1] = (float)(1 + (k % 20 < 11 ? open / 2 : -open / 2));
            }

            shape[20] += (float)(open * 0.1);
            return shape;
        }),
    ];
}
