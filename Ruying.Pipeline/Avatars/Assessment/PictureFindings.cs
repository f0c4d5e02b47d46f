using Ruying.Pipeline.Media;
using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>Light, sharpness, movement, cuts and length.</summary>
internal static class PictureFindings
{
    /// <summary>Dark is a low mean and no bright spot either, so that dark skin in good light is not dark: clean 74-147 and 91-182; dark-noisy 35 and 56.</summary>
    private const double DarkMean = 60, DarkHigh = 85;

    /// <summary>Difference of the cheeks as a share of their mean: clean to 0.28, a window from the side 0.47.</summary>
    private const double UnevenSide = 0.4;

    /// <summary>Clean 10.9 and more; blurred or enlarged eight times: 6.5 to 7.5.</summary>
    private const double LeastSharpness = 8.2;

    /// <summary>Noise as a share of detail: clean to 0.1, dark-noisy 0.55.</summary>
    private const double MostNoise = 0.35;

    // Detail grows with the light that falls on it: less light is not less focus. As far as half of what is usual.
    private const double UsualLight = 125, MostGain = 1.6;

    /// <summary>Path of the nose's bridge in eye distances a second, 95th percentile: seated 0.1 to 0.8, lively to 2.8, leaping about 8.</summary>
    private const double MostMotion = 3;

    private const double GoodSeconds = 20;

    public static IEnumerable<Finding> From(Evidence e)
    {
        if (e.PersonFrames > 0)
        {
            foreach (var finding in Light(e).Concat(Clarity(e)))
            {
                yield return finding;
            }
        }

        // Where clips were joined nobody cut.
        var cuts = e.Tracked.Cuts.Except(e.Footage.Joins).ToArray();
        if (cuts.Length > 0)
        {
            yield return new Finding(
                "cut", FindingSeverity.Info, cuts.Length == 1 ? "There is a cut." : $"There are {cuts.Length} cuts.",
                "One take without cuts gives the avatar longer runs of natural movement.",
                [.. cuts.Select(c => new TimeSpanSeconds(Evidence.Seconds(c), Evidence.Seconds(c + 1)))])
            {
                Figures = [$"{cuts.Length}"],
            };
        }

        if (e.Footage.Seconds < GoodSeconds)
        {
            yield return new Finding(
                "footage.short", FindingSeverity.Info, FormattableString.Invariant($"The footage is {e.Footage.Seconds:F1} s long: it works, more is better."),
                "Two minutes of talking show nearly every shape that a mouth makes.", [])
            {
                Figures = [FormattableString.Invariant($"{e.Footage.Seconds:F1}")],
            };
        }
    }

    /// <summary>95th percentile of the head's speed, eye distances a second; cuts and gaps left out.</summary>
    public static double Motion(Evidence e)
    {
        var cuts = e.Tracked.Cuts.ToHashSet();
        var speeds = new List<double>();
        for (var i = 1; i < e.Person.Length; i++)
        {
            if (e.Person[i] && e.Person[i - 1] && !cuts.Contains(i))
            {
                // The fifth stable point is the bridge of the nose, between the eyes.
                const int bridge = 4 * 2;
                var now = e.Tracked.Track.Points(i);
                var before = e.Tracked.Track.Points(i - 1);
                speeds.Add(Math.Sqrt(Math.Pow(now[bridge] - before[bridge], 2) + Math.Pow(now[bridge + 1] - before[bridge + 1], 2))
                    * Clock.FramesPerSecond / Math.Max(1, e.Measures.Frames[i].EyeDistance));
            }
        }

        return Smoothing.Percentile(speeds, 0.95);
    }

    /// <summary>Median detail of the face, as it would be in usual light.</summary>
    public static double Sharpness(Evidence e) =>
        e.Percentile(f => f.Sharpness, 0.5) * Math.Clamp(UsualLight / Math.Max(1, e.Percentile(f => f.Light, 0.5)), 1, MostGain);

    private static IEnumerable<Finding> Light(Evidence e)
    {
        bool Dark(FrameMeasure f) => f.HasFace && f.Light < DarkMean && f.LightHigh < DarkHigh;
        var dark = e.Measures.Frames.Select((f, i) => e.Person[i] && Dark(f)).ToArray();
        if (dark.Count(d => d) > 0.1 * e.PersonFrames)
        {
            yield return new Finding(
                "light.dark", FindingSeverity.Warning,
                FormattableString.Invariant($"The face is dark: brightness {e.Percentile(f => f.Light, 0.5):F0} of 255."),
                "Put a lamp behind the camera or face a window.", FrameRuns.Times(dark, 5))
            {
                Figures = [FormattableString.Invariant($"{e.Percentile(f => f.Light, 0.5):F0}")],
            };
        }

        var side = e.Percentile(f => f.LightSide, 0.5);
        if (Math.Abs(side) > UnevenSide)
        {
            yield return new Finding(
                "light.uneven", FindingSeverity.Warning,
                FormattableString.Invariant($"The {(side > 0 ? "right" : "left")} side of the picture's face is darker by {Math.Abs(side) * 100:F0} %."),
                "Turn towards the light, or put a white wall or a sheet of paper on the dark side.", [])
            {
                Variant = side > 0 ? "right" : "left",
                Figures = [FormattableString.Invariant($"{Math.Abs(side) * 100:F0}")],
            };
        }
    }

    private static IEnumerable<Finding> Clarity(Evidence e)
    {
        var sharpness = Sharpness(e);
        if (sharpness < LeastSharpness)
        {
            yield return new Finding(
                "sharpness.low", FindingSeverity.Warning,
                FormattableString.Invariant($"The face is not sharp: detail {sharpness:F1}, at least {LeastSharpness:F1} is good."),
                "Clean the lens, focus on the eyes, and send the original file instead of one that a messenger made small.", [])
            {
                Figures = [FormattableString.Invariant($"{sharpness:F1}"), FormattableString.Invariant($"{LeastSharpness:F1}")],
            };
        }
        else if (e.Percentile(f => f.Noise, 0.5) > MostNoise * sharpness)
        {
            yield return new Finding(
                "sharpness.low", FindingSeverity.Warning,
                FormattableString.Invariant($"Noise hides the detail of the face: noise {e.Percentile(f => f.Noise, 0.5):F1}, detail {sharpness:F1}."),
                "Add light: the camera then needs less gain. Send the original file.", [])
            {
                Variant = "noise",
                Figures = [FormattableString.Invariant($"{e.Percentile(f => f.Noise, 0.5):F1}"), FormattableString.Invariant($"{sharpness:F1}")],
            };
        }

        var motion = Motion(e);
        if (motion > MostMotion)
        {
            yield return new Finding(
                "motion.high", FindingSeverity.Warning,
                FormattableString.Invariant($"The head moves much: up to {motion:F1} eye distances a second."),
                "Stand or sit still and put the camera on a tripod; gestures are fine.", [])
            {
                Figures = [FormattableString.Invariant($"{motion:F1}")],
            };
        }
    }
}
