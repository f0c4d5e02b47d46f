using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>Runs of frames of which something holds.</summary>
internal static class FrameRuns
{
    /// <summary>First frame and length of each run.</summary>
    public static IEnumerable<(int First, int Count)> Of(bool[] frames)
    {
        for (var i = 0; i < frames.Length; i++)
        {
            if (!frames[i])
            {
                continue;
            }

            var first = i;
            while (i < frames.Length && frames[i])
            {
                i++;
            }

            yield return (first, i - first);
        }
    }

    /// <summary>Runs of at least so many frames as times; runs nearer than a second become one.</summary>
    public static IReadOnlyList<TimeSpanSeconds> Times(bool[] frames, int shortest = 1)
    {
        var times = new List<TimeSpanSeconds>();
        foreach (var (first, count) in Of(frames).Where(r => r.Count >= shortest))
        {
            var time = new TimeSpanSeconds((double)first / Clock.FramesPerSecond, (double)(first + count) / Clock.FramesPerSecond);
            if (times.Count > 0 && time.Start - times[^1].End < 1)
            {
                times[^1] = times[^1] with { End = time.End };
            }
            else
            {
                times.Add(time);
            }
        }

        return times;
    }

    /// <summary>Sets what lies between two runs when it is not longer than so many frames.</summary>
    public static void CloseGaps(bool[] frames, int longest)
    {
        var last = -1;
        foreach (var (first, count) in Of(frames).ToArray())
        {
            if (last >= 0 && first - last <= longest)
            {
                Array.Fill(frames, true, last, first - last);
            }

            last = first + count;
        }
    }

    /// <summary>Clears runs shorter than so many frames.</summary>
    public static void DropShort(bool[] frames, int shortest)
    {
        foreach (var (first, count) in Of(frames).Where(r => r.Count < shortest).ToArray())
        {
            Array.Fill(frames, false, first, count);
        }
    }
}
