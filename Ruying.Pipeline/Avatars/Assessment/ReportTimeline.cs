using System.Globalization;
using System.Net;
using System.Text;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>Draws the clip at a glance as inline SVG: three bars and the mouth's curve over one time axis.</summary>
internal static class ReportTimeline
{
    private const int Left = 92, Width = 880, Bar = 12, Row = 24, Curve = 64, CurvePoints = 440;
    private static readonly int[] Steps = [1, 2, 5, 10, 30, 60, 120, 300, 600];

    public static string Svg(AssessmentTimeline timeline)
    {
        var frames = Math.Max(1, timeline.Face.Length);
        var top = 6;
        var svg = new StringBuilder();
        foreach (var (name, style, values) in new[] { ("Face", "face", timeline.Face), ("Speech", "speech", timeline.Speech), ("Covered", "covered", timeline.Covered) })
        {
            Append(svg, $"<text x=\"0\" y=\"{top + 10}\">{WebUtility.HtmlEncode(name)}</text><rect class=\"empty\" x=\"{Left}\" y=\"{top}\" width=\"{Width}\" height=\"{Bar}\" rx=\"3\"/>");
            foreach (var (first, count) in FrameRuns.Of(values))
            {
                var length = Math.Max(1, (double)count * Width / frames);
                Append(svg, $"<rect class=\"{style}\" x=\"{Left + ((double)first * Width / frames):F1}\" y=\"{top}\" width=\"{length:F1}\" height=\"{Bar}\" rx=\"2\"/>");
            }

            top += Row;
        }

        if (timeline.Aperture.Length > 0)
        {
            Append(svg, $"<text x=\"0\" y=\"{top + (Curve / 2)}\">Mouth open</text><path class=\"mouth\" d=\"{Path(timeline.Aperture, top)}\"/>");
            top += Curve + 8;
        }

        var seconds = (double)frames / Clock.FramesPerSecond;
        var step = Steps.First(s => seconds / s <= 12 || s == 600);
        for (var t = 0; t <= seconds; t += step)
        {
            var x = Left + (t / seconds * Width);
            Append(svg, $"<line class=\"tick\" x1=\"{x:F1}\" x2=\"{x:F1}\" y1=\"0\" y2=\"{top}\"/><text class=\"time\" x=\"{x:F1}\" y=\"{top + 14}\">{Time(t)}</text>");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg viewBox=\"0 0 {Left + Width + 20} {top + 20}\" role=\"img\" aria-label=\"Face, speech, covered mouth and mouth opening over time\">{svg}</svg>");
    }

    /// <summary>Minutes and seconds.</summary>
    public static string Time(double seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60}:{(int)seconds % 60:00}");

    private static string Path(double[] values, int top)
    {
        // The highest of each group, so that short openings stay visible in long clips.
        var most = Math.Max(0.05, Numerics.Smoothing.Percentile(values.Where(v => !double.IsNaN(v)), 0.995));
        var points = Math.Min(CurvePoints, values.Length);
        var path = new StringBuilder();
        var drawing = false;
        for (var p = 0; p < points; p++)
        {
            var from = (int)((long)p * values.Length / points);
            var to = Math.Max(from + 1, (int)((long)(p + 1) * values.Length / points));
            var known = values[from..to].Where(v => !double.IsNaN(v)).ToArray();
            if (known.Length == 0)
            {
                drawing = false;
                continue;
            }

            var value = Math.Clamp(known.Max() / most, 0, 1);
            Append(path, $"{(drawing ? 'L' : 'M')}{Left + ((p + 0.5) * Width / points):F1} {top + Curve - (value * (Curve - 6)):F1}");
            drawing = true;
        }

        return path.ToString();
    }

    private static void Append(StringBuilder text, FormattableString part) => text.Append(FormattableString.Invariant(part));
}
