using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Ruying.Api.Languages;
using Ruying.Pipeline.Avatars;
using Ruying.Tests.Samples;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Languages;

/// <summary>Every finding of the assessor has its words in every language but English, which has the report's own.</summary>
public sealed partial class FindingWordsTests
{
    private readonly LanguageCatalogue _languages = new();

    [Fact]
    public void Findings_OfTheAssessor_HaveWordsAndNoOthersDo()
    {
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(HostClip.Path))!, "Ruying.Pipeline", "Avatars", "Assessment");
        var made = Directory.GetFiles(folder, "*Findings.cs").SelectMany(file => Made().Split(File.ReadAllText(file)).Skip(1)).ToList();
        made.Count.ShouldBeGreaterThan(20);
        var keys = made.SelectMany(KeysOf).ToHashSet();
        foreach (var language in _languages.All.Where(l => l.Tag != "en"))
        {
            language.Findings.Keys.Order().ShouldBe(keys.Order(), language.Tag);
        }

        _languages.Find("en")!.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Finding_WithoutItsFigures_IsSaidInEnglish()
    {
        var old = new Finding("light.dark", FindingSeverity.Warning, "The face is dark: brightness 42 of 255.", "Put a lamp behind the camera.", []);
        Chinese().Finding(old).ShouldBe(new FindingWords(old.Message, old.Advice));
        Chinese().Finding(old with { Figures = ["42"] }).Message.ShouldBe("脸太暗：亮度 42（最高 255）。");
        Chinese().Finding(old with { Code = "of.tomorrow", Figures = ["42"] }).Message.ShouldBe(old.Message);
    }

    private Phrases Chinese()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptLanguage = "zh";
        return new Phrases(_languages, new HttpContextAccessor { HttpContext = context });
    }

    // A code, and where there are variants, the code with each; one of them may be none.
    private static IEnumerable<string> KeysOf(string finding)
    {
        var code = Code().Match(finding).Groups[1].Value;
        var own = finding.Split("yield return")[0];
        if (Variant().Match(own) is not { Success: true } variant)
        {
            return [code];
        }

        var names = Quoted().Matches(variant.Groups[1].Value).Select(m => $"{code}.{m.Groups[1].Value}");
        return variant.Groups[1].Value.Contains("null", StringComparison.Ordinal) ? [code, .. names] : names;
    }

    [GeneratedRegex(@"new Finding\(")]
    private static partial Regex Made();

    [GeneratedRegex("""^\s*"([a-z_.]+)",""")]
    private static partial Regex Code();

    [GeneratedRegex("Variant = ([^,\n]+)")]
    private static partial Regex Variant();

    [GeneratedRegex("\"([a-z]+)\"")]
    private static partial Regex Quoted();
}
