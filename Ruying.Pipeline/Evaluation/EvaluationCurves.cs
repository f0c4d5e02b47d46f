using System.Globalization;
using System.Text;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Evaluation;

/// <summary>Draws how a mouth moved against how the real one did, as SVG.</summary>
internal static class EvaluationCurves
{
    private const int FrameWidth = 3, Height = 130, Left = 8, Top = 8, Bottom = 20;

    /// <summary>Aperture of both.</summary>
    public static string Aperture(EvaluationCurve real, EvaluationCurve other) => Svg("Aperture", real, other, s => MouthGeometry.Aperture(s));

    /// <summary>Width of both.</summary>
    public static string Width(EvaluationCurve real, EvaluationCurve other) => Svg("Width", real, other, s => MouthGeometry.Width(s));

    private static string Svg(string title, EvaluationCurve real, EvaluationCurve other, Func<float[], double> value)
    {
        var a = real.Shapes.Select(value).ToArray();
        var b = other.Shapes.Select(value).ToArray();
        var shown = a.Where((_, t) => real.Seen[t]).Concat(b.Where((_, t) => t < other.Seen.Length && other.Seen[t])).DefaultIfEmpty().ToArray();
        var (low, high) = (shown.Min(), Math.Max(shown.Max(), shown.Min() + 0.01));
        var width = (2 * Left) + (FrameWidth * a.Length);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg width=\"{width}\" height=\"{Height + Top + Bottom}\" role=\"img\" aria-label=\"{title}: real and {other.Title}\">");
        for (var second = 0; second * Clock.FramesPerSecond < a.Length; second++)
        {
            var x = Left + (second * Clock.FramesPerSecond * FrameWidth);
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"tick\" d=\"M{x} {Top}v{Height}\"/><text x=\"{x + 3}\" y=\"{Height + Top + 14}\">{second} s</text>");
        }

        svg.Append(Line("real", a, real.Seen, low, high)).Append(Line("other", b, other.Seen, low, high)).Append("</svg>");
        return svg.ToString();
    }

    // Frames that do not count break the line.
    private static string Line(string style, double[] values, bool[] seen, double low, double high)
    {
        var path = new StringBuilder();
        var pen = 'M';
        for (var t = 0; t < Math.Min(values.Length, seen.Length); t++)
        {
            if (!seen[t])
            {
                pen = 'M';
                continue;
            }

            var y = Top + ((high - values[t]) / (high - low) * Height);
            path.Append(CultureInfo.InvariantCulture, $"{pen}{Left + (t * FrameWidth)} {y:F1}");
            pen = 'L';
        }

        return $"<path class=\"{style}\" d=\"{path}\"/>";
    }
}
