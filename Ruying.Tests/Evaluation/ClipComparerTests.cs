using Shouldly;
using Xunit;

namespace Ruying.Tests.Evaluation;

/// <summary>The yardstick measured: on clips whose faults are known.</summary>
public sealed class ClipComparerTests(ComparedHost host) : IClassFixture<ComparedHost>
{
    [Fact]
    public async Task Compare_TheClipWithItself_IsPerfect()
    {
        using var same = await host.Comparer.CompareAsync(host.Path);

        var motion = same.Motion.ShouldNotBeNull();
        motion.ApertureCorrelation.ShouldBe(1, 1e-6);
        motion.WidthCorrelation.ShouldBe(1, 1e-6);
        motion.Amplitude.ShouldBe(1, 1e-6);
        motion.OffsetFrames.ShouldBe(0);
        motion.LipDistance.ShouldBe(0, 1e-6);
        motion.NeutralLipDistance.ShouldBeGreaterThan(0.01);
        motion.Jitter.ShouldBe(1, 1e-6);
        same.Pixels.MaskPsnr.ShouldBeGreaterThan(90);
        same.Pixels.LipsPsnr.ShouldBeGreaterThan(90);
        same.Pixels.MaskSsim.ShouldBe(1, 1e-6);
        same.Pixels.Sharpness.ShouldBe(1, 1e-6);
        same.Pixels.Seam.ShouldBe(1, 1e-6);
        same.Pixels.SeamColour.ShouldBe(1, 1e-6);
        same.Identity.Count.ShouldBeInRange(29, 31);
        same.Identity.ShouldAllBe(likeness => likeness > 0.999);
    }

    [Theory]
    [InlineData("tpad=start=3:start_mode=clone", 3)]
    [InlineData("trim=start_frame=3,setpts=PTS-STARTPTS,tpad=stop=3:stop_mode=clone", -3)]
    public async Task Compare_AClipThatIsThreeFramesLateOrEarly_FindsThree(string filter, int offset)
    {
        using var shifted = await host.Comparer.CompareAsync(await host.FilteredAsync(filter));

        shifted.Motion!.OffsetFrames.ShouldBe(offset);
        shifted.Motion.ApertureCorrelation.ShouldBeLessThan(0.9);
    }

    [Fact]
    public async Task Compare_AFrozenMouth_CorrelatesWithNothing()
    {
        // The first frames of the sample: its mouth is closed before it speaks.
        using var frozen = await host.Comparer.CompareAsync(await host.FilteredAsync("loop=loop=149:size=1:start=0,trim=end_frame=150"));

        var motion = frozen.Motion.ShouldNotBeNull();
        double.IsNaN(motion.ApertureCorrelation).ShouldBeFalse();
        Math.Abs(motion.ApertureCorrelation).ShouldBeLessThan(0.3);
        motion.Amplitude.ShouldBeLessThan(0.1);
        motion.Jitter.ShouldBeLessThan(0.3);
        frozen.Leak.ShouldBe(0);
    }

    [Fact]
    public async Task Compare_ABlurredClip_IsLessSharp_AndElseTheSame()
    {
        using var blurred = await host.Comparer.CompareAsync(await host.FilteredAsync("gblur=sigma=2.5"));

        blurred.Pixels.Sharpness.ShouldBeLessThan(0.5);
        blurred.Pixels.MaskPsnr.ShouldBeInRange(20, 45);
        blurred.Motion!.ApertureCorrelation.ShouldBeGreaterThan(0.97);
        blurred.Motion.OffsetFrames.ShouldBe(0);
    }
}
