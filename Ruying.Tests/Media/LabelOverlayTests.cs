using Ruying.Pipeline.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Media;

public sealed class LabelOverlayTests
{
    [Theory]
    [InlineData(360, 288, LabelCorner.BottomLeft)]
    [InlineData(1920, 1080, LabelCorner.BottomRight)]
    [InlineData(1080, 1920, LabelCorner.BottomLeft)]
    [InlineData(64, 64, LabelCorner.BottomRight)]
    [InlineData(2, 2, LabelCorner.BottomRight)]
    public void Apply_AnySize_DrawsWhiteOnDarkInItsCornerOnly(int width, int height, LabelCorner corner)
    {
        var label = new LabelOverlay("AI-generated", width, height, corner: corner);
        using var frame = Grey(width, height);

        label.Apply(frame, 1_000_000);

        if (width < 100)
        {
            return; // Too small to read; it only must not fail.
        }

        var (left, top, right, bottom) = Changed(frame);
        var (wide, high) = (right - left + 1, bottom - top + 1);
        ((double)wide / width).ShouldBeInRange(0.1, 0.5);
        ((double)high / Math.Min(width, height)).ShouldBeInRange(0.03, 0.12);
        high.ShouldBeGreaterThanOrEqualTo(15);
        (top > height * 0.8).ShouldBeTrue();
        (corner == LabelCorner.BottomLeft ? left < width * 0.1 : right > width * 0.9).ShouldBeTrue();
        frame.Y.ToArray().Max().ShouldBeGreaterThan((byte)225);
        frame.Y.ToArray().Min().ShouldBeInRange((byte)55, (byte)70);
        frame.U.ToArray().Min().ShouldBeInRange((byte)128, (byte)147);
    }

    [Fact]
    public void Apply_TimeIsOver_LeavesEveryPixel()
    {
        var label = new LabelOverlay("AI-generated", 360, 288, seconds: 2);
        using var frame = Grey(360, 288);
        using var before = frame.Copy();

        label.Apply(frame, 50);
        frame.Span.SequenceEqual(before.Span).ShouldBeTrue();
        label.Apply(frame, 49);
        frame.Span.SequenceEqual(before.Span).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("由人工智能生成")]
    [InlineData("a\nb")]
    public void Constructor_TextThatCannotBeDrawn_Throws(string text) =>
        Should.Throw<ArgumentException>(() => new LabelOverlay(text, 360, 288));

    private static VideoFrame Grey(int width, int height)
    {
        var frame = new VideoFrame(width, height);
        frame.Y.Fill(130);
        frame.U.Fill(170);
        frame.V.Fill(90);
        return frame;
    }

    private static (int Left, int Top, int Right, int Bottom) Changed(VideoFrame frame)
    {
        var (left, top, right, bottom) = (int.MaxValue, int.MaxValue, -1, -1);
        for (var i = 0; i < frame.Y.Length; i++)
        {
            if (frame.Y[i] != 130)
            {
                var (x, y) = (i % frame.Width, i / frame.Width);
                (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
            }
        }

        return (left, top, right, bottom);
    }
}
