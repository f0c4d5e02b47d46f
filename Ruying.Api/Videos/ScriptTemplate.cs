using System.Net;
using System.Text;
using Ruying.Api.Problems;
using Ruying.Pipeline.Speech.Ssml;

namespace Ruying.Api.Videos;

/// <summary>Puts a row's values into a text: <c>{name}</c> is the value of that name, <c>{{</c> and <c>}}</c> are braces.</summary>
internal static class ScriptTemplate
{
    /// <summary>The text with the values in it; into SSML they go as characters, never as marks.</summary>
    /// <exception cref="RequestException"><c>batch.template</c>: a brace that is not closed or opened; <c>batch.value_missing</c>: the row has no such value, or an empty one.</exception>
    public static string? Fill(string? template, IReadOnlyDictionary<string, string> values)
    {
        if (template is null || template.AsSpan().IndexOfAny('{', '}') < 0)
        {
            return template;
        }

        var isSsml = SsmlReader.IsSsml(template);
        var text = new StringBuilder();
        for (var i = 0; i < template.Length; i++)
        {
            var c = template[i];
            if (c is not ('{' or '}'))
            {
                text.Append(c);
            }
            else if (i + 1 < template.Length && template[i + 1] == c)
            {
                text.Append(c);
                i++;
            }
            else
            {
                var end = c == '{' ? template.IndexOf('}', i) : -1;
                if (end < 0)
                {
                    throw RequestException.Invalid("batch.template", "The text has a brace without its other half; write {{ and }} for braces that are said.");
                }

                var value = Find(template[(i + 1)..end].Trim(), values);
                text.Append(isSsml ? WebUtility.HtmlEncode(value) : value);
                i = end;
            }
        }

        return text.ToString();
    }

    private static string Find(string name, IReadOnlyDictionary<string, string> values) =>
        values.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value)
            ? value.Trim()
            : throw RequestException.Invalid("batch.value_missing", $"The row has no value for {{{name}}}; fill it in, or take {{{name}}} out of the text.");
}
