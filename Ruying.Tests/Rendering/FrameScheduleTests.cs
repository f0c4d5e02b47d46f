using CsCheck;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Rendering;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Rendering;

public sealed class FrameScheduleTests
{
    private static readonly Gen<(BaseFrame[] Base, bool[] Silent, int Seed)> Any =
        Gen.Select(Gen.Int[1, 300], Gen.Int[1, 700], Gen.Int, Gen.Int[0, 3], Gen.Int[0, 2]).Select((frames, wanted, seed, holes, cuts) => (Wander(frames, holes, cuts, seed), Turns(wanted, seed), seed));

    [Fact]
    public void Plan_OfAnyFootageAndSilence_KeepsTheLaw() => Any.Sample(input => PlaybackLaw.Check(input.Base, input.Silent, input.Seed), iter: 60);

    [Fact]
    public void Plan_OfASwayingHead_KeepsTheLaw()
    {
        foreach (var frames in new[] { Sway(700, 0), Sway(400, 3) })
        {
            Gen.Select(Gen.Int[100, 1500], Gen.Int).Sample((length, seed) => PlaybackLaw.Check(frames, Turns(length, seed), seed), iter: 5);
        }
    }

    [Fact]
    public void Plan_OfAScriptFiveTimesTheFootage_IsNoLoop()
    {
        var frames = Sway(500, 0);
        var plan = new FrameSchedule(frames).Plan(Turns(2500, 3), 3);

        // The same frames in the same order at a fixed distance in time are what the eye takes for a loop.
        Enumerable.Range(50, 1200).Max(lag => PlaybackLaw.Repeats(plan, lag)).ShouldBeLessThan(0.5);
        plan.Distinct().Count().ShouldBeGreaterThan(450);
    }

    [Fact]
    public void Plan_OfAnHour_KeepsSoundAndPictureTogetherInFlatMemory()
    {
        var frames = Sway(3000, 2);
        var schedule = new FrameSchedule(frames);
        var silent = Turns(90_000, 1);
        schedule.Plan(silent.AsSpan(0, 1000), 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var plan = schedule.Plan(silent, 1);

        plan.Length.ShouldBe(90_000);
        plan.ShouldAllBe(i => frames[i].Usable);

        // One window's path, and two costs for each frame of the base every eight seconds.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(150L << 20);
    }

    [Fact]
    public void Plan_LongerThanTheBase_AvoidsUnusableFrames()
    {
        var frames = Sway(200, 2);
        var plan = new FrameSchedule(frames).Plan(new bool[1500], 7);
        plan.ShouldAllBe(i => frames[i].Usable);
    }

    [Fact]
    public void Plan_InSilence_PrefersIdleFrames()
    {
        var frames = Sway(200, 0);
        var plan = new FrameSchedule(frames).Plan([.. Enumerable.Repeat(true, 300)], 7);
        plan.Count(i => frames[i].Idle).ShouldBeGreaterThan(240);
    }

    [Fact]
    public void Plan_WithOneSeed_IsTheSame_WithAnother_Differs()
    {
        var schedule = new FrameSchedule(Sway(300, 0));
        var silent = new bool[100];
        schedule.Plan(silent, 1).ShouldBe(schedule.Plan(silent, 1));
        Enumerable.Range(2, 10).Select(seed => schedule.Plan(silent, seed)[0]).Distinct().Count().ShouldBeGreaterThan(4);
    }

    [Fact]
    public void Plan_OfASingleFrame_RepeatsIt() => new FrameSchedule(Sway(1, 0)).Plan(new bool[5], 1).ShouldBe([0, 0, 0, 0, 0]);

    [Fact]
    public void Runs_OfAnyPlan_GiveItBack() =>
        Any.Sample(
            input =>
            {
                var plan = new FrameSchedule(input.Base).Plan(input.Silent, input.Seed);
                BaseFrameReader.Runs(plan).SelectMany(r => r.Frames.ToArray()).ShouldBe(plan);
            },
            iter: 15);

    private static BaseFrame[] Sway(int frames, int holes) =>
    [
        .. Enumerable.Range(0, frames).Select(i => new BaseFrame(
            new Similarity(100, 2 * Math.Sin(i / 17.0), 200 + (9 * Math.Sin(i / 25.0)), 150 + (4 * Math.Sin(i / 31.0))), (0, 0.6), 0, default, holes == 0 || i % 90 > 10 * holes, i % 100 < 40, 0.1f, default)),
    ];

    // A head on a random walk, with frames that cannot be used and cuts between takes.
    private static BaseFrame[] Wander(int frames, int holes, int cuts, int seed)
    {
        var random = new Random(seed);
        var (x, y, turn, speedX, speedY) = (200.0, 150.0, 0.0, 0.0, 0.0);
        var result = new BaseFrame[frames];
        var look = new BaseLook();
        for (var i = 0; i < frames; i++)
        {
            speedX = (0.9 * speedX) + ((random.NextDouble() - 0.5) * 0.6) - (0.01 * (x - 200));
            speedY = (0.9 * speedY) + ((random.NextDouble() - 0.5) * 0.4) - (0.01 * (y - 150));
            (x, y, turn) = (x + speedX, y + speedY, 0.98 * (turn + ((random.NextDouble() - 0.5) * 0.1)));
            if (cuts > 0 && i % 97 == 96)
            {
                (x, y) = (x + (random.NextDouble() * 40) - 20, y + (random.NextDouble() * 20) - 10);
                look[random.Next(BaseLook.Length)] ^= 0x80;
            }

            result[i] = new BaseFrame(
                new Similarity(100, turn, x, y), (0, 0.6), 0, default, holes == 0 || i % 90 > 10 * holes, i % 100 < 40, 0.1f, look);
        }

        return result;
    }

    private static bool[] Turns(int frames, int seed)
    {
        var random = new Random(seed);
        var result = new bool[frames];
        for (var t = 0; t < frames;)
        {
            var silent = random.Next(2) == 0;
            for (var end = Math.Min(frames, t + random.Next(5, 80)); t < end; t++)
            {
                result[t] = silent;
            }
        }

        return result;
    }
}
