using System.Net;
using System.Text;

namespace Ruying.Pipeline.Evaluation;

/// <summary>An evaluation as one page of HTML that needs nothing else: no script, no request.</summary>
internal static class EvaluationPage
{
    private const string Style = """
        :root { color-scheme: light dark; --page: #f6f5f2; --card: #fff; --ink: #22252a; --soft: #666d76; --line: #e3e1dc; --real: #3b6ea5; --other: #c0562b; }
        @media (prefers-color-scheme: dark) { :root { --page: #16181b; --card: #1f2226; --ink: #e7e6e3; --soft: #9aa1aa; --line: #32363c; --real: #86b4e3; --other: #f0945f; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 1240px; margin: 0 auto; padding: 40px 20px 64px; }
        h1 { font-size: 28px; line-height: 1.25; margin: 0 0 8px; overflow-wrap: anywhere; } h2 { font-size: 19px; margin: 40px 0 12px; } h3 { font-size: 15px; margin: 12px 0 6px; }
        p { color: var(--soft); margin: 0 0 16px; max-width: 70ch; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 14px 18px; margin: 0 0 12px; overflow-x: auto; }
        .tables { display: grid; grid-template-columns: repeat(auto-fill, minmax(360px, 1fr)); gap: 12px; align-items: start; } .tables .card { margin: 0; }
        table { width: 100%; border-collapse: collapse; } td { padding: 5px 8px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; } tr:last-child td { border-bottom: 0; }
        td.value { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } td.good { color: var(--soft); white-space: nowrap; } td code { display: block; font-size: 12px; color: var(--soft); }
        figure { margin: 0 0 4px; display: grid; grid-template-columns: 110px auto; align-items: center; min-width: 1000px; } figcaption { font-size: 13px; color: var(--soft); } figure img { width: 100%; height: auto; display: block; }
        svg { display: block; } svg text { font-size: 11px; fill: var(--soft); } .tick { stroke: var(--line); } path.real, path.other { fill: none; stroke-width: 1.6; stroke-linejoin: round; }
        path.real { stroke: var(--real); } path.other { stroke: var(--other); } .legend { font-size: 13px; color: var(--soft); } .legend b { font-weight: 600; } .legend .r { color: var(--real); } .legend .o { color: var(--other); }
        """;

    /// <summary>The page.</summary>
    /// <param name="measures">In the order of the catalogue.</param>
    /// <param name="sheets">Pictures of each pass.</param>
    /// <param name="curves">The real clip's first, then one for each pass.</param>
    public static string Html(IReadOnlyDictionary<string, object> measures, IReadOnlyList<ContactSheet> sheets, IReadOnlyList<EvaluationCurve> curves)
    {
        var name = Encode(MeasureCatalog.Text(measures["clip"]));
        var page = new StringBuilder();
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">");
        page.Append($"<title>{name} · evaluation</title><style>{Style}</style></head><body><main><h1>{name}</h1>");
        page.Append("<p>An avatar of the first 70 % of the clip, driven over the last 30 % and compared with what the person really did there.</p>");
        Tables(page, measures);
        foreach (var sheet in sheets)
        {
            page.Append($"<h2>{Encode(sheet.Title)}: mouths</h2><div class=\"card\">");
            foreach (var (row, jpeg) in sheet.Rows())
            {
                page.Append($"<figure><figcaption>{Encode(row)}</figcaption><img src=\"data:image/jpeg;base64,{Convert.ToBase64String(jpeg)}\" alt=\"{Encode($"{sheet.Title}, {row}")}\"></figure>");
            }

            page.Append("</div>");
        }

        foreach (var curve in curves.Skip(1))
        {
            page.Append($"<h2>{Encode(curve.Title)}: curves</h2><p class=\"legend\"><b class=\"r\">blue</b> is the real clip, <b class=\"o\">orange</b> what the mesh finds in the rendered one; frames whose mouth cannot be seen are left out.</p>");
            page.Append($"<div class=\"card\"><h3>Aperture</h3>{EvaluationCurves.Aperture(curves[0], curve)}<h3>Width</h3>{EvaluationCurves.Width(curves[0], curve)}</div>");
        }

        return page.Append("</main></body></html>\n").ToString();
    }

    private static void Tables(StringBuilder page, IReadOnlyDictionary<string, object> measures)
    {
        page.Append("<h2>Measures</h2><p>The last column says what is best; a measure that could not be taken is left out.</p><div class=\"tables\">");
        foreach (var (title, group) in MeasureCatalog.Groups)
        {
            var known = group.Where(m => measures.ContainsKey(m.Key)).ToArray();
            if (known.Length == 0)
            {
                continue;
            }

            page.Append($"<div class=\"card\"><h3>{Encode(title)}</h3><table><tbody>");
            foreach (var measure in known)
            {
                page.Append($"<tr><td>{Encode(measure.Name)}<code>{measure.Key}</code></td><td class=\"value\">{Encode(MeasureCatalog.Text(measures[measure.Key]))}</td><td class=\"good\">{Encode(measure.Good)}</td></tr>");
            }

            page.Append("</tbody></table></div>");
        }

        page.Append("</div>");
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
