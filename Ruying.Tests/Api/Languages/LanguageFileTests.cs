using System.Text.RegularExpressions;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Languages;
using Ruying.Tests.Samples;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Languages;

/// <summary>The files of the pages' languages agree with each other and with the pages.</summary>
public sealed partial class LanguageFileTests
{
    private static readonly string Project = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(HostClip.Path))!, "Ruying.Api");

    private readonly LanguageCatalogue _languages = new();

    [Fact]
    public void Words_OfEveryLanguage_HaveTheSameKeysAndPlaces()
    {
        _languages.All.Select(l => l.Tag).ShouldBe(["en", "zh-Hans"]);
        var english = _languages.Find("en")!.Words;
        foreach (var language in _languages.All)
        {
            language.Words.Keys.Order().ShouldBe(english.Keys.Order(), language.Tag);
            foreach (var (key, sentence) in language.Words)
            {
                sentence.ShouldNotBeNullOrWhiteSpace(key);
                Places(sentence).ShouldBe(Places(english[key]), $"{language.Tag} {key}");
            }
        }
    }

    [Fact]
    public void Keys_ThatPagesAndModulesUse_AreThereAndNoOthers()
    {
        var sources = Directory.EnumerateFiles(Project, "*.cs*", SearchOption.AllDirectories).Where(IsOurs)
            .Concat(Directory.EnumerateFiles(Path.Combine(Project, "wwwroot", "js"), "*.js")).Select(File.ReadAllText).ToList();
        var keys = _languages.Find("en")!.Words.Keys;
        var used = sources.SelectMany(s => Use().Matches(s)).Select(m => m.Groups[1].Value).ToHashSet();
        used.Count.ShouldBeGreaterThan(100);
        // Of some only the beginning is written: a state, a kind or a stage follows.
        var beginnings = used.Where(u => u.EndsWith('.')).Append("stage.").ToList();
        beginnings.ShouldAllBe(b => keys.Any(k => k.StartsWith(b)));
        used.Except(keys).Except(beginnings).ShouldBeEmpty();
        keys.Where(k => !beginnings.Any(b => k.StartsWith(b, StringComparison.Ordinal)) && !sources.Any(s => s.Contains($"\"{k}\"", StringComparison.Ordinal) || s.Contains($"'{k}'", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void Stages_OfEveryKindOfJob_HaveWords()
    {
        var stages = _languages.Find("en")!.Words.Where(w => w.Key.StartsWith("stage.", StringComparison.Ordinal)).ToDictionary(w => w.Key["stage.".Length..], w => w.Value);
        foreach (var kind in Enum.GetValues<JobKind>())
        {
            foreach (var (stage, title) in StageShares.Titles(kind))
            {
                stages.ShouldContainKeyAndValue(stage, title);
            }
        }
    }

    [Fact]
    public void Pages_HaveNoSentencesOfTheirOwn()
    {
        foreach (var page in Directory.EnumerateFiles(Path.Combine(Project, "Pages"), "*.cshtml", SearchOption.AllDirectories))
        {
            var text = Code().Replace(File.ReadAllText(page), "");
            text.Split('\n').Where(line => Literal().IsMatch(line)).ShouldBeEmpty(page);
        }
    }

    private static bool IsOurs(string path) => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal);

    private static IEnumerable<string> Places(string sentence) => Place().Matches(sentence).Select(m => m.Value).Distinct().Order();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    /// <summary>A key where it is asked for: <c>Say["x"]</c>, <c>say('x')</c>.</summary>
    [GeneratedRegex("""\b[Ss]ay(?:\[|\()["']([a-z_.]+)["']""")]
    private static partial Regex Use();

    /// <summary>What a browser never sees, and commands to type.</summary>
    [GeneratedRegex(@"@\*.*?\*@|<code>[^<]*</code>|<title>.*?</title>|alt=""""|>\s*Ruying\s*</a>", RegexOptions.Singleline)]
    private static partial Regex Code();

    /// <summary>Words between tags, or in what is read out or shown instead of a value.</summary>
    [GeneratedRegex("""<[a-z][^<>]*[a-z"]>\s*[A-Za-z]{2}|(?:placeholder|aria-label|title|alt|label)="[A-Za-z]""")]
    private static partial Regex Literal();
}
