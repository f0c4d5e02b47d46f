using CsCheck;
using Ruying.Pipeline.Rendering;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Rendering;

public sealed class EasingTests
{
    [Fact]
    public void Around_FramesThatAllShowTheMouth_ChangesNothing()
    {
        var (shape, opacity) = Easing.Around([true, true, true]);
        shape.ShouldAllBe(w => w == 1);
        opacity.ShouldAllBe(w => w == 1);
    }

    [Fact]
    public void Around_AStretchInTheMiddle_GivesWayBeforeAndComesBackAfter()
    {
        var rendered = Enumerable.Range(0, 60).Select(t => t is < 25 or >= 35).ToArray();
        var (shape, opacity) = Easing.Around(rendered);
        opacity[25..35].ShouldAllBe(w => w == 0);
        opacity[..21].ShouldAllBe(w => w == 1);
        opacity[39..].ShouldAllBe(w => w == 1);
        shape[23].ShouldBe(0);
        shape[36].ShouldBe(0);
        shape[..15].ShouldAllBe(w => w == 1);
        shape[45..].ShouldAllBe(w => w == 1);
    }

    [Fact]
    public void Around_AnyStretches_NeverPops() =>
        Gen.Bool.Array[1, 200].Sample(rendered =>
        {
            var (shape, opacity) = Easing.Around(rendered);
            for (var t = 0; t < rendered.Length; t++)
            {
                (opacity[t] > 0).ShouldBe(rendered[t]);
                (t == 0 || Math.Abs(opacity[t] - opacity[t - 1]) < 0.35).ShouldBeTrue();
                (t == 0 || Math.Abs(shape[t] - shape[t - 1]) < 0.2).ShouldBeTrue();

                // Two mouths are mixed only where they have nearly one shape.
                (opacity[t] == 1 || shape[t] < 0.2).ShouldBeTrue();
            }
        });
}
