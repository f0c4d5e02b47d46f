using Ruying.Pipeline.Motion;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Motion;

public sealed class PersonalHeadTests
{
    private const int Frames = 600;

    [Fact]
    public void Learn_PersonWhoFollowsTheLastLayer_MovesAsTheyDo()
    {
        var (predicted, real) = (Heard(0), Heard(0.2f));

        var head = PersonalHead.Learn("a", predicted, real, Seen());
        head.ShouldNotBeNull().Apply("a", predicted);

        Enumerable.Range(0, Frames).Average(i => Math.Abs(predicted.Aperture(i) - real.Aperture(i))).ShouldBeLessThan(0.01f);
    }

    [Fact]
    public void Learn_TheModelIsRightAlready_KeepsNothing() => PersonalHead.Learn("a", Heard(0.2f), Heard(0.2f), Seen()).ShouldBeNull();

    [Fact]
    public void Learn_TooLittleSpeech_KeepsNothing() => PersonalHead.Learn("a", Heard(0), Heard(0.2f), new bool[Frames]).ShouldBeNull();

    [Fact]
    public void Apply_AnotherModel_ChangesNothing()
    {
        var motion = Heard(0);
        var before = motion.Displacement.ToArray();

        PersonalHead.Learn("a", Heard(0), Heard(0.2f), Seen())!.Apply("b", motion);

        motion.Displacement.ShouldBe(before);
    }

    private static bool[] Seen() => [.. Enumerable.Repeat(true, Frames)];

    /// <summary>A mouth that opens by the first of four channels times a gain, and by a little of its own.</summary>
    private static MouthMotion Heard(float gain)
    {
        var random = new Random(1);
        var hidden = Enumerable.Range(0, Frames * 4).Select(_ => random.NextSingle()).ToArray();
        var motion = MouthMotion.Neutral(Frames) with { Hidden = hidden };
        for (var i = 0; i < Frames; i++)
        {
            var open = (gain * hidden[i * 4]) + (0.02f * hidden[(i * 4) + 1]);
            foreach (var column in new[] { 4, 5, 6 })
            {
                motion.Frame(i)[(2 * (20 + column)) + 1] = open;
            }
        }

        return motion;
    }
}
