using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Pictures;
using Ruying.Pipeline.Rendering;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Pictures;

public sealed class FramingTests
{
    [Theory]
    [InlineData(Aspect.Wide, 1080, 608)]
    [InlineData(Aspect.Square, 1080, 1080)]
    [InlineData(Aspect.Portrait, 1080, 1350)]
    [InlineData(Aspect.Upright, 1080, 1920)]
    [InlineData(Aspect.Original, 1080, 1920)]
    public void Of_UprightFootage_IsTheLargestPartOfThatShape(Aspect aspect, int width, int height)
    {
        var framing = Framing.Of(1080, 1920, [Face(540, 700, 150)], aspect, resolution: null);
        (framing.Crop.Width, framing.Crop.Height, framing.Width, framing.Height).ShouldBe((width, height, width, height));
    }

    [Fact]
    public void Of_FaceWithRoom_StandsAtAThirdInTheMiddle()
    {
        // The middle of the face lies 0.35 eye distances under the eyes.
        var crop = Framing.Of(1920, 1080, [Face(900, 500, 60), Face(1000, 500, 60)], Aspect.Square, null).Crop;
        (crop.X + (crop.Width / 2.0)).ShouldBe(950, 2);
        var upright = Framing.Of(1080, 1920, [Face(540, 900, 60)], Aspect.Square, null).Crop;
        ((900 + (0.35 * 60) - upright.Y) / upright.Height).ShouldBe(1 / 3.0, 0.01);
    }

    [Theory]
    [InlineData(30, 40)]
    [InlineData(1900, 1060)]
    public void Of_FaceAtTheEdge_StaysWithinTheFootage(double x, double y)
    {
        var crop = Framing.Of(1920, 1080, [Face(x, y, 100)], Aspect.Upright, null).Crop;
        crop.X.ShouldBeInRange(0, 1920 - crop.Width);
        crop.Y.ShouldBeInRange(0, 1080 - crop.Height);
        (crop.X & 1).ShouldBe(0);
    }

    [Theory]
    [InlineData(720, null, 1280, 720)]
    [InlineData(1080, 360, 640, 360)]
    [InlineData(null, 2000, 480, 270)]
    public void Of_Resolution_IsTheShorterSide(int? resolution, int? most, int width, int height)
    {
        var framing = Framing.Of(480, 480, [Face(240, 200, 60)], Aspect.Wide, resolution, most);
        (framing.Width, framing.Height).ShouldBe((width, height));
    }

    [Fact]
    public void Of_NothingAsked_IsWhole() => Framing.Of(640, 360, [Face(300, 100, 50)], Aspect.Original, null).IsWhole(640, 360).ShouldBeTrue();

    private static BaseFrame Face(double x, double y, double scale) => new(new Similarity(scale, 0, x, y), (0, 0.5), 0, default, usable: true, idle: false, 0.2f, default);
}
