using System.Text.Json.Serialization;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;
using Ruying.Training.Data;

namespace Ruying.Training.Motion;

/// <summary>How near a predicted motion comes to the real one; the names are those of <c>ruying evaluate</c>.</summary>
/// <param name="Clip">What was measured.</param>
/// <param name="Frames">Frames with a face.</param>
/// <param name="ApertureR">Correlation of the inner-lip gap.</param>
/// <param name="WidthR">Correlation of the mouth's width.</param>
/// <param name="Amplitude">Standard deviation of the gap against the real one's.</param>
/// <param name="Offset">Frames by which the predicted gap lags; 0 is in step.</param>
/// <param name="Lmd">Mean distance of lip points, mouth widths.</param>
/// <param name="LmdNeutral">The same for a mouth that never moves.</param>
/// <param name="ClosureShare">Share of p, b, m within a frame of which the gap falls under 3 % of the mouth's width over neutral; null when not known.</param>
/// <param name="ClosureShareReal">The real mouth's share.</param>
/// <param name="LeadIn">95th percentile over the clips of the frames by which the mouth opens (6 % of its width) before the first sound; null when not known.</param>
/// <param name="LeadInReal">The real mouth's.</param>
internal sealed record MotionScore(
    [property: JsonPropertyName("clip")] string Clip,
    [property: JsonPropertyName("frames_tested")] int Frames,
    [property: JsonPropertyName("aperture_r")] double ApertureR,
    [property: JsonPropertyName("width_r")] double WidthR,
    [property: JsonPropertyName("amplitude")] double Amplitude,
    [property: JsonPropertyName("av_offset_frames")] int Offset,
    [property: JsonPropertyName("lmd")] double Lmd,
    [property: JsonPropertyName("lmd_neutral")] double LmdNeutral,
    [property: JsonPropertyName("closure_share")] double? ClosureShare,
    [property: JsonPropertyName("closure_share_real")] double? ClosureShareReal,
    [property: JsonPropertyName("lead_in_frames_p95")] double? LeadIn,
    [property: JsonPropertyName("lead_in_frames_p95_real")] double? LeadInReal)
{
    private const int FurthestLag = 8;
    private const float ClosedUnder = 0.03f, OpenOver = 0.06f;

    /// <summary>Measures clips together.</summary>
    /// <param name="name">What they are.</param>
    /// <param name="clips">Real clips with their predictions, at least one.</param>
    public static MotionScore Measure(string name, IReadOnlyList<(MotionSample Real, MouthMotion Predicted)> clips)
    {
        List<double> realGap = [], gap = [], realWidth = [], width = [];
        double distance = 0, distanceNeutral = 0;
        foreach (var (real, predicted) in clips)
        {
            for (var i = 0; i < Math.Min(real.Frames, predicted.Frames); i++)
            {
                if (real.Usable[i])
                {
                    realGap.Add(real.Motion.Aperture(i));
                    gap.Add(predicted.Aperture(i));
                    realWidth.Add(real.Motion.Width(i));
                    width.Add(predicted.Width(i));
                    distance += Distance(real.Motion.Frame(i), predicted.Frame(i));
                    distanceNeutral += Distance(real.Motion.Frame(i), new float[MouthMotion.Values]);
                }
            }
        }

        var closures = clips.SelectMany(c => Closed(c.Real, c.Predicted)).ToArray();
        return new MotionScore(
            name, gap.Count, Round(Correlation(gap, realGap)), Round(Correlation(width, realWidth)), Round(Deviation(gap) / Deviation(realGap)),
            Lag(clips), Round(distance / gap.Count), Round(distanceNeutral / gap.Count),
            closures.Length == 0 ? null : Round(closures.Average(c => c.Predicted ? 1.0 : 0)),
            closures.Length == 0 ? null : Round(closures.Average(c => c.Real ? 1.0 : 0)),
            Earliest(clips, c => c.Predicted), Earliest(clips, c => c.Real.Motion));
    }

    private static double Round(double value) => Math.Round(value, 4);

    private static IEnumerable<(bool Real, bool Predicted)> Closed(MotionSample real, MouthMotion predicted)
    {
        foreach (var phoneme in real.Phonemes)
        {
            var middle = (int)Math.Round((phoneme.Start + phoneme.End) / 2 * Clock.FramesPerSecond);
            var frames = Enumerable.Range(middle - 1, 3).Where(i => i >= 0 && i < Math.Min(real.Frames, predicted.Frames)).ToArray();
            if (frames.Length > 0 && IpaAlphabet.Read(phoneme.Ipa) is [{ Place: Place.Bilabial }, ..])
            {
                yield return (frames.Any(i => real.Motion.Aperture(i) < ClosedUnder), frames.Any(i => predicted.Aperture(i) < ClosedUnder));
            }
        }
    }

    private static double? Earliest(IReadOnlyList<(MotionSample Real, MouthMotion Predicted)> clips, Func<(MotionSample Real, MouthMotion Predicted), MouthMotion> motion)
    {
        var leads = new List<double>();
        foreach (var clip in clips.Where(c => c.Real.Phonemes.Count > 0))
        {
            var opens = Enumerable.Range(0, motion(clip).Frames).Where(i => motion(clip).Aperture(i) > OpenOver).ToArray();
            if (opens.Length > 0)
            {
                leads.Add(Math.Floor(clip.Real.Phonemes[0].Start * Clock.FramesPerSecond) - opens[0]);
            }
        }

        return leads.Count == 0 ? null : Pipeline.Numerics.Smoothing.Percentile(leads, 0.95);
    }

    private static int Lag(IReadOnlyList<(MotionSample Real, MouthMotion Predicted)> clips) =>
        Enumerable.Range(-FurthestLag, (2 * FurthestLag) + 1).MaxBy(lag =>
        {
            List<double> a = [], b = [];
            foreach (var (real, predicted) in clips)
            {
                var frames = Math.Min(real.Frames, predicted.Frames);
                for (var i = FurthestLag; i < frames - FurthestLag; i++)
                {
                    if (real.Usable[i])
                    {
                        a.Add(real.Motion.Aperture(i));
                        b.Add(predicted.Aperture(i + lag));
                    }
                }
            }

            return Correlation(a, b);
        });

    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var point = 0; point < MouthPoints.Chin; point++)
        {
            sum += Math.Sqrt(Math.Pow(a[2 * point] - b[2 * point], 2) + Math.Pow(a[(2 * point) + 1] - b[(2 * point) + 1], 2));
        }

        return sum / MouthPoints.Chin;
    }

    private static double Deviation(List<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }

    private static double Correlation(List<double> a, List<double> b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        var product = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Average();
        return product / Math.Max(Deviation(a) * Deviation(b), 1e-12);
    }
}
