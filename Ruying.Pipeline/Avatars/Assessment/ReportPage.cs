using System.Globalization;
using System.Net;
using System.Text;

namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>A report as one page of HTML that needs nothing else: no script, no request.</summary>
internal static class ReportPage
{
    private const int MostTimes = 6;

    private const string Style = """
        :root { color-scheme: light dark; --page: #f6f5f2; --card: #fff; --ink: #22252a; --soft: #666d76; --line: #e3e1dc;
          --error: #b3372f; --warning: #9a6700; --info: #3b6ea5; --good: #2f7d4f; --bar: #7fa7c9; }
        @media (prefers-color-scheme: dark) { :root { --page: #16181b; --card: #1f2226; --ink: #e7e6e3; --soft: #9aa1aa; --line: #32363c;
          --error: #f0857d; --warning: #e0ad4d; --info: #86b4e3; --good: #74c596; --bar: #4f7fa8; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 960px; margin: 0 auto; padding: 40px 20px 64px; }
        h1 { font-size: 28px; line-height: 1.25; margin: 0; overflow-wrap: anywhere; } h2 { font-size: 19px; margin: 40px 0 12px; }
        .facts { color: var(--soft); margin: 6px 0 20px; }
        .verdict { display: inline-flex; gap: 10px; align-items: center; padding: 10px 16px; border-radius: 10px; background: var(--card); border: 1px solid var(--line); font-weight: 600; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 16px 18px; margin: 0 0 12px; }
        .finding { display: grid; grid-template-columns: 28px 1fr; gap: 4px 12px; }
        .finding h3 { margin: 0; font-size: 16px; } .finding p { margin: 4px 0 0; color: var(--soft); }
        .icon { width: 24px; height: 24px; } .error { color: var(--error); } .warning { color: var(--warning); } .info { color: var(--info); } .good { color: var(--good); }
        .icon circle, .icon path.shape { fill: currentColor; } .icon .sign { fill: none; stroke: var(--card); stroke-width: 2.2; stroke-linecap: round; stroke-linejoin: round; }
        .times { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 8px; } .times span { font-size: 13px; padding: 1px 8px; border: 1px solid var(--line); border-radius: 99px; font-variant-numeric: tabular-nums; }
        code { font-size: 12px; color: var(--soft); font-weight: 400; margin-left: 8px; }
        .pictures { display: flex; flex-wrap: wrap; gap: 10px; margin-top: 10px; } figure { margin: 0; } figure img { display: block; height: 130px; width: auto; border-radius: 8px; }
        figcaption { font-size: 12px; color: var(--soft); font-variant-numeric: tabular-nums; }
        table { width: 100%; border-collapse: collapse; } td, th { text-align: left; padding: 7px 8px; border-bottom: 1px solid var(--line); vertical-align: top; } th { font-size: 13px; color: var(--soft); font-weight: 500; }
        tr:last-child td { border-bottom: 0; } td.value { font-variant-numeric: tabular-nums; white-space: nowrap; } td.range { color: var(--soft); }
        .scroll { overflow-x: auto; } svg { display: block; } .scroll svg { width: 100%; min-width: 640px; }
        .scroll svg text { font-size: 12px; fill: var(--soft); } .scroll svg .time { text-anchor: middle; font-size: 11px; } .tick { stroke: var(--line); stroke-width: 1; }
        .empty { fill: var(--line); } .face { fill: var(--bar); } .speech { fill: var(--good); } .covered { fill: var(--warning); } .mouth { fill: none; stroke: var(--info); stroke-width: 1.5; stroke-linejoin: round; }
        """;

    public static string Html(AssessmentResult result, IReadOnlyList<FrameThumbnail> pictures)
    {
        var report = result.Report;
        var page = new StringBuilder();
        var name = Encode(report.Footage);
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">");
        page.Append($"<title>{name} · footage report</title><style>{Style}</style></head><body><main><h1>{name}</h1>");
        page.Append($"<p class=\"facts\">{Encode(FormattableString.Invariant($"{ReportTimeline.Time(report.Seconds)} min · {report.Frames} frames · {report.Width} × {report.Height}"))}</p>");
        page.Append(Verdict(report));
        Findings(page, report, pictures);
        if (result.Timeline.Face.Length > 0)
        {
            page.Append($"<h2>The clip at a glance</h2><div class=\"card scroll\">{ReportTimeline.Svg(result.Timeline)}</div>");
        }

        Figures(page, report);
        page.Append("</main></body></html>\n");
        return page.ToString();
    }

    private static string Verdict(FootageReport report)
    {
        var worst = report.Findings.Select(f => f.Severity).DefaultIfEmpty(FindingSeverity.Info).Max();
        var (style, text) = worst switch
        {
            FindingSeverity.Error => ("error", "No avatar can be made from this footage yet"),
            FindingSeverity.Warning => ("warning", "An avatar can be made; some things would make it better"),
            _ => ("good", "Good footage for an avatar"),
        };
        return $"<div class=\"verdict\">{Icon(style)}<span>{text}</span></div>";
    }

    private static void Findings(StringBuilder page, FootageReport report, IReadOnlyList<FrameThumbnail> pictures)
    {
        foreach (var (severity, title, style) in new[]
        {
            (FindingSeverity.Error, "Must be mended", "error"), (FindingSeverity.Warning, "Worth mending", "warning"), (FindingSeverity.Info, "Good to know", "info"),
        })
        {
            var found = report.Findings.Where(f => f.Severity == severity).ToArray();
            if (found.Length == 0)
            {
                continue;
            }

            page.Append($"<section><h2>{title}</h2>");
            foreach (var finding in found)
            {
                page.Append($"<article class=\"card finding\">{Icon(style)}<div><h3>{Encode(finding.Message)}<code>{Encode(finding.Code)}</code></h3><p>{Encode(finding.Advice)}</p>");
                Times(page, finding);
                Pictures(page, finding, pictures);
                page.Append("</div></article>");
            }

            page.Append("</section>");
        }
    }

    private static void Times(StringBuilder page, Finding finding)
    {
        if (finding.Times.Count == 0)
        {
            return;
        }

        page.Append("<div class=\"times\">");
        foreach (var time in finding.Times.Take(MostTimes))
        {
            var text = time.End - time.Start < 0.1 ? FormattableString.Invariant($"{time.Start:F1} s") : FormattableString.Invariant($"{time.Start:F1} – {time.End:F1} s");
            page.Append($"<span>{Encode(text)}</span>");
        }

        page.Append(finding.Times.Count > MostTimes ? $"<span>and {finding.Times.Count - MostTimes} more</span></div>" : "</div>");
    }

    private static void Pictures(StringBuilder page, Finding finding, IReadOnlyList<FrameThumbnail> pictures)
    {
        var shown = pictures.Where(p => finding.Frames.Contains(p.Frame)).ToArray();
        if (shown.Length == 0)
        {
            return;
        }

        page.Append("<div class=\"pictures\">");
        foreach (var picture in shown)
        {
            var time = Encode(FormattableString.Invariant($"{Evidence.Seconds(picture.Frame):F1} s"));
            page.Append($"<figure><img src=\"data:image/jpeg;base64,{Convert.ToBase64String(picture.Jpeg)}\" width=\"{picture.Width}\" height=\"{picture.Height}\" alt=\"The footage at {time}\"><figcaption>{time}</figcaption></figure>");
        }

        page.Append("</div>");
    }

    private static void Figures(StringBuilder page, FootageReport report)
    {
        page.Append("<h2>Measures</h2><div class=\"card scroll\"><table><thead><tr><th>What</th><th>Here</th><th>Good</th></tr></thead><tbody>");
        foreach (var (key, name, format, times, good, isGood) in ReportFigures.All)
        {
            if (report.Measures.TryGetValue(key, out var value))
            {
                page.Append($"<tr><td>{Encode(name)}</td><td class=\"value {(isGood(value) ? "good" : "warning")}\">{Encode((value * times).ToString(format, CultureInfo.InvariantCulture))}</td><td class=\"range\">{Encode(good)}</td></tr>");
            }
        }

        page.Append("</tbody></table></div>");
    }

    private static string Icon(string style)
    {
        var (shape, sign) = style switch
        {
            "error" => ("<circle cx=\"12\" cy=\"12\" r=\"11\"/>", "M8 8l8 8M16 8l-8 8"),
            "warning" => ("<path class=\"shape\" d=\"M12 1.5 23 21.5H1z\"/>", "M12 9v5.5M12 18v.1"),
            "good" => ("<circle cx=\"12\" cy=\"12\" r=\"11\"/>", "M7 12.5l3.5 3.5L17 8.5"),
            _ => ("<circle cx=\"12\" cy=\"12\" r=\"11\"/>", "M12 11v6M12 7v.1"),
        };
        return $"<svg class=\"icon {style}\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">{shape}<path class=\"sign\" d=\"{sign}\"/></svg>";
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
