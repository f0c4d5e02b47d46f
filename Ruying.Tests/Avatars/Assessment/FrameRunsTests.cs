using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Avatars.Assessment;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Avatars.Assessment;

public sealed class FrameRunsTests
{
    [Fact]
    public void Of_SeveralRuns_GivesFirstAndCount() =>
        FrameRuns.Of(Frames("##..#.###")).ShouldBe([(0, 2), (4, 1), (6, 3)]);

    [Fact]
    public void CloseGaps_ShortGapBetweenRuns_IsFilledButNotTheEnds()
    {
        var frames = Frames(".#..#....#.");

        FrameRuns.CloseGaps(frames, 2);

        frames.ShouldBe(Frames(".####....#."));
    }

    [Fact]
    public void DropShort_ShortRuns_AreCleared()
    {
        var frames = Frames("#.##.###");

        FrameRuns.DropShort(frames, 3);

        frames.ShouldBe(Frames(".....###"));
    }

    [Fact]
    public void Times_RunsNearerThanASecond_BecomeOne()
    {
        var frames = new bool[100];
        frames[0] = frames[10] = frames[75] = true;

        FrameRuns.Times(frames).ShouldBe([new TimeSpanSeconds(0, 0.44), new TimeSpanSeconds(3, 3.04)]);
    }

    private static bool[] Frames(string drawn) => [.. drawn.Select(c => c == '#')];
}
