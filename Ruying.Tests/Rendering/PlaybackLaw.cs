using Ruying.Pipeline.Rendering;
using Shouldly;

namespace Ruying.Tests.Rendering;

/// <summary>What must hold of every schedule, whatever the footage.</summary>
internal static class PlaybackLaw
{
    /// <summary>Plans and checks: no turn and no jump further than the footage's own 99th percentile; speed within 4 %.</summary>
    public static int[] Check(BaseFrame[] frames, bool[] silent, int seed)
    {
        var schedule = new FrameSchedule(frames);
        var plan = schedule.Plan(silent, seed);
        plan.Length.ShouldBe(silent.Length);
        var direction = 0;
        var uneven = -1000;
        for (var t = 1; t < plan.Length; t++)
        {
            var step = plan[t] - plan[t - 1];
            var distance = frames[plan[t]].Distance(frames[plan[t - 1]]);
            var natural = Math.Abs(step) == 1 && (direction == 0 || step == direction);
            var what = $"{plan[t - 1]} to {plan[t]} at {t}: {distance} of {schedule.LargestStep}";
            (natural || distance <= schedule.LargestStep || !MayTurn(frames, plan[t - 1], schedule.LargestStep)).ShouldBeTrue(what);
            if ((step == 0 || Math.Abs(step) == 2) && !Alone(frames, plan[t]))
            {
                (t - uneven).ShouldBeGreaterThanOrEqualTo(25, what);
                uneven = t;
            }

            direction = Math.Abs(step) is 1 or 2 ? Math.Sign(step) : direction;
        }

        return plan;
    }

    /// <summary>Share of a plan that shows, so many frames later, the same again in the same direction.</summary>
    public static double Repeats(int[] plan, int lag)
    {
        var same = Enumerable.Range(1, Math.Max(0, plan.Length - lag - 1))
            .Count(t => Math.Abs(plan[t] - plan[t + lag]) <= 2 && Math.Sign(plan[t] - plan[t - 1]) == Math.Sign(plan[t + lag] - plan[t + lag - 1]));
        return (double)same / Math.Max(1, plan.Length - lag - 1);
    }

    // Footage that offers no step small enough on this side of its gaps is left over its own smallest; that is the law's only exception.
    private static bool MayTurn(BaseFrame[] frames, int from, double largest)
    {
        bool Joined(int a, int b) => frames[a].Usable == frames[b].Usable && frames[a].Look.Difference(frames[b].Look) < 1;
        for (var i = from; i > 0 && Joined(i, i - 1); i--)
        {
            if (frames[i].Distance(frames[i - 1]) <= largest)
            {
                return true;
            }
        }

        for (var i = from; i + 1 < frames.Length && Joined(i, i + 1); i++)
        {
            if (frames[i].Distance(frames[i + 1]) <= largest)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Alone(BaseFrame[] frames, int i) =>
        (i == 0 || frames[i - 1].Usable != frames[i].Usable || frames[i].Look.Difference(frames[i - 1].Look) > 1)
        && (i + 1 == frames.Length || frames[i + 1].Usable != frames[i].Usable || frames[i].Look.Difference(frames[i + 1].Look) > 1);
}
