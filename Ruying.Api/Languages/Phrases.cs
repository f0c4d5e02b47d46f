using System.Globalization;
using System.Text;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Problems;
using Ruying.Pipeline.Avatars;

namespace Ruying.Api.Languages;

/// <summary>What the pages say to whoever asks, in the language of the request.</summary>
public sealed class Phrases
{
    /// <summary>Beginnings of the keys that the pages' modules use.</summary>
    private static readonly string[] ForModules = ["stage.", "job.left", "job.speed", "notice.", "script.", "draft.", "preview.", "upload.", "recorder.", "service.", "picture.chosen"];

    private readonly LanguageCatalogue _languages;

    public Phrases(LanguageCatalogue languages, IHttpContextAccessor context)
    {
        ArgumentNullException.ThrowIfNull(languages);
        var request = context.HttpContext!.Request;
        _languages = languages;
        Language = languages.Choose(request);
        request.HttpContext.Response.Headers.AppendCommaSeparatedValues("Vary", "Accept-Language", "Cookie");
    }

    /// <summary>The language of this request.</summary>
    public Language Language { get; }

    /// <summary>All that there are, to choose from.</summary>
    public IReadOnlyList<Language> Languages => _languages.All;

    /// <summary>A sentence; <see cref="KeyNotFoundException"/> for a key that no language has.</summary>
    public string this[string key] => Language.Words[key];

    /// <summary>A sentence with something put in.</summary>
    public string this[string key, params object?[] values] => string.Format(CultureInfo.InvariantCulture, Language.Words[key], values);

    /// <summary>A problem in words.</summary>
    /// <param name="code">The problem's code.</param>
    /// <param name="english">What it says in English, with its figures; taken where the language has no sentence for the code.</param>
    public string Problem(string code, string english) => Language.Problems.GetValueOrDefault(code, english);

    /// <summary>A refused request in words.</summary>
    public string Problem(RequestException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Problem(exception.Code, exception.Message);
    }

    /// <summary>A finding in words; what it says in English where the language has no sentences for it, or it is too old to tell its figures.</summary>
    public FindingWords Finding(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var key = finding.Variant is null ? finding.Code : $"{finding.Code}.{finding.Variant}";
        object?[] figures = [.. finding.Figures];
        return Language.Findings.TryGetValue(key, out var words) && Fits(words.Message, figures.Length) && Fits(words.Advice, figures.Length)
            ? new FindingWords(string.Format(CultureInfo.InvariantCulture, words.Message, figures), string.Format(CultureInfo.InvariantCulture, words.Advice, figures))
            : new FindingWords(finding.Message, finding.Advice);
    }

    /// <summary>What a job does at the moment.</summary>
    public string Stage(JobResponse job)
    {
        ArgumentNullException.ThrowIfNull(job);
        var key = "stage." + job.State switch
        {
            JobState.Queued => "queued",
            JobState.Cancelling => "cancelling",
            _ => job.Stage ?? "starting",
        };
        return Language.Words.GetValueOrDefault(key) ?? job.StageTitle ?? Language.Words["stage.starting"];
    }

    private static bool Fits(string sentence, int figures) => CompositeFormat.Parse(sentence).MinimumArgumentCount <= figures;

    /// <summary>What the pages' modules say: words by key, sentences by code.</summary>
    public object Modules => new
    {
        Words = Language.Words.Where(word => ForModules.Any(word.Key.StartsWith)).ToDictionary(),
        Language.Problems,
    };
}
