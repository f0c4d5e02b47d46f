using CsCheck;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Rendering;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Rendering;

public sealed class FrameScheduleTests
{
    private static readonly Gen<(BaseFrame[] Base, bool[] Silent, int Seed)> Any =
        Gen.Select(Gen.Int[30, 300], Gen.Int[1, 700], Gen.Int, Gen.Int[0, 3]).Select((frames, wanted, seed, holes) => (Sway(frames, holes), Turns(wanted, seed), seed));

    [Fact]
    public void Plan_OverUsableFrames_NeverJumpsFurtherThanTheFootage() =>
        Any.Sample(
            input =>
            {
                var schedule = new FrameSchedule(input.Base);
                var plan = schedule.Plan(input.Silent, input.Seed);
                plan.Length.ShouldBe(input.Silent.Length);
                for (var t = 1; t < plan.Length; t++)
                {
                    var neighbours = Math.Abs(plan[t] - plan[t - 1]) <= 1;
                    (neighbours || input.Base[plan[t]].Distance(input.Base[plan[t - 1]]) <= schedule.LargestStep)
                        .ShouldBeTrue($"{plan[t - 1]} to {plan[t]} at {t}");
                }
            },
            iter: 25);

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
                BaseFrameReader.Runs(plan).SelectMany(r => Enumerable.Range(0, r.Count).Select(k => r.First + (k * r.Step))).ShouldBe(plan);
            },
            iter: 15);

    private static BaseFrame[] Sway(int frames, int holes) =>
    [
        .. Enumerable.Range(0, frames).Select(i => new BaseFrame(
            new Similarity(100, 2 * Math.Sin(i / 17.0), 200 + (9 * Math.Sin(i / 25.0)), 150 + (4 * Math.Sin(i / 31.0))), (0, 0.6), 0, default, holes == 0 || i % 90 > 10 * holes, i % 100 < 40)),
    ];

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
