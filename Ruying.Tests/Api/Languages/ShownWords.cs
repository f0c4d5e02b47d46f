using System.Net;
using System.Text.RegularExpressions;
using Shouldly;

namespace Ruying.Tests.Api.Languages;

/// <summary>What a person sees of a page.</summary>
internal static partial class ShownWords
{
    /// <summary>The page is Chinese and shows nothing in English.</summary>
    /// <param name="html">The page.</param>
    /// <param name="unseen">What nobody sees, or is not our words.</param>
    /// <param name="known">Names that are the same in every language.</param>
    /// <param name="page">Its address, for the message.</param>
    public static void ShouldBeChinese(string html, Regex unseen, Regex known, string page)
    {
        html.ShouldContain("<html lang=\"zh-Hans\">");
        var shown = unseen.Replace(WebUtility.HtmlDecode(html), "");
        Shown().Matches(shown).Select(m => m.Value).Where(text => English().IsMatch(known.Replace(text, ""))).ShouldBeEmpty(page);
    }

    [GeneratedRegex("""(?<=>)[^<>]+(?=<)|(?<=\s(?:placeholder|aria-label|title|label)=")[^"]+""")]
    private static partial Regex Shown();

    [GeneratedRegex("[A-Za-z]{2}")]
    private static partial Regex English();
}
