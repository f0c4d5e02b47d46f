using Ruying.Pipeline.Motion;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Motion;

public sealed class SpeakerFitTests
{
    [Fact]
    public void Measure_PersonWhoMovesHalfAgainAsMuch_GainsThatInAperture()
    {
        var fit = SpeakerFit.Measure(Wave(100, 0.1f), Wave(100, 0.15f), Enumerable.Repeat(true, 100).ToArray());

        fit.Aperture.ShouldBe(1.5f, 1e-3);
        fit.Width.ShouldBe(1.4f, 1e-3);
    }

    [Fact]
    public void Measure_OutOfRange_IsClipped() =>
        SpeakerFit.Measure(Wave(100, 0.01f), Wave(100, 1), Enumerable.Repeat(true, 100).ToArray()).ShouldBe(new SpeakerFit(1.4f, 2));

    [Fact]
    public void Measure_TooFewUsableFrames_IsNone() =>
        SpeakerFit.Measure(Wave(100, 0.1f), Wave(100, 0.2f), new bool[100]).ShouldBe(SpeakerFit.None);

    [Fact]
    public void Apply_Gains_ScaleEachAxis()
    {
        var motion = Wave(3, 0.1f);
        var before = motion.Displacement.ToArray();

        new SpeakerFit(2, 0.5f).Apply(motion);

        motion.Displacement[20].ShouldBe(before[20] * 2);
        motion.Displacement[51].ShouldBe(before[51] * 0.5f);
    }

    private static MouthMotion Wave(int frames, float size)
    {
        var motion = MouthMotion.Neutral(frames);
        for (var i = 0; i < frames; i++)
        {
            var frame = motion.Frame(i);
            var value = size * MathF.Sin(i);
            (frame[49], frame[51], frame[53], frame[20]) = (value, value, value, value);
        }

        return motion;
    }
}
