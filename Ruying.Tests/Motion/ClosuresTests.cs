using CsCheck;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Speech;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Motion;

public sealed class ClosuresTests
{
    [Theory]
    [InlineData("p", 0.001f)]
    [InlineData("b", 0.001f)]
    [InlineData("m", 0.001f)]
    [InlineData("f", 0.011f)]
    [InlineData("v", 0.011f)]
    public void Apply_LipSound_ClosesAtItsMiddleOnly(string ipa, float most)
    {
        var motion = Open(25);

        Closures.Apply(motion, [new PhonemeTiming("a", 0, 0.46), new PhonemeTiming(ipa, 0.46, 0.54), new PhonemeTiming("a", 0.54, 1)]);

        Math.Min(motion.Aperture(12), motion.Aperture(13)).ShouldBeLessThanOrEqualTo(most);
        motion.Aperture(8).ShouldBe(0.2f, 1e-5);
        motion.Aperture(17).ShouldBe(0.2f, 1e-5);
    }

    [Fact]
    public void Apply_AnyTiming_ClosesWithinAFrameOfTheMiddle() =>
        Gen.Select(Gen.Double[0.1, 0.8], Gen.Double[0.01, 0.2]).Sample((start, length) =>
        {
            var motion = Open(25);
            Closures.Apply(motion, [new PhonemeTiming("p", start, start + length)]);
            var middle = (int)Math.Round((start + (length / 2)) * 25);
            return Enumerable.Range(middle - 1, 3).Where(i => i < 25).Any(i => motion.Aperture(i) < 1e-4f);
        });

    [Fact]
    public void Apply_TongueSound_LeavesTheLipsAlone()
    {
        var motion = Open(10);

        Closures.Apply(motion, [new PhonemeTiming("t", 0, 0.4)]);

        motion.Displacement.ShouldBe(Open(10).Displacement);
    }

    [Fact]
    public void KeepLipsApart_CrossingLips_Touch()
    {
        var motion = Open(1, -0.1f);
        var neutral = Open(1, 0.04f).Displacement;

        Closures.KeepLipsApart(motion, neutral);

        for (var column = 1; column <= MouthPoints.Columns; column++)
        {
            (MouthPoints.Gap(motion.Frame(0), column) + MouthPoints.Gap(neutral, column)).ShouldBe(0, 1e-5);
        }
    }

    private static MouthMotion Open(int frames, float gap = 0.2f)
    {
        var motion = MouthMotion.Neutral(frames);
        for (var frame = 0; frame < frames; frame++)
        {
            for (var point = 21; point < 30; point++)
            {
                motion.Frame(frame)[(2 * point) + 1] = gap;
            }
        }

        return motion;
    }
}
