using System.Reflection;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Ruying.Api.Languages;

/// <summary>
/// The languages of the pages: every file beside this one. Not .NET's resources, which find a language by its culture, and the program
/// runs without the system's cultures.
/// </summary>
public sealed class LanguageCatalogue
{
    /// <summary>The cookie that holds a choice.</summary>
    public const string Cookie = "ruying-language";

    private const string Folder = "Ruying.Api.Languages.", Extension = ".json", Usual = "en";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    private readonly Language _usual;

    public LanguageCatalogue()
    {
        var assembly = typeof(LanguageCatalogue).Assembly;
        All = [.. assembly.GetManifestResourceNames().Where(IsLanguage).Select(name => Read(assembly, name)).OrderBy(l => l.Tag, StringComparer.Ordinal)];
        _usual = All.Single(l => l.Tag == Usual);
    }

    /// <summary>All of them, by tag.</summary>
    public IReadOnlyList<Language> All { get; }

    /// <summary>The language with a tag; null where there is none.</summary>
    public Language? Find(string? tag) => All.FirstOrDefault(l => string.Equals(l.Tag, tag, StringComparison.OrdinalIgnoreCase));

    /// <summary>The one that was chosen, else the one that the browser likes best of ours, else English.</summary>
    public Language Choose(HttpRequest request) => Find(request.Cookies[Cookie]) ?? Liked(request) ?? _usual;

    private Language? Liked(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .Where(wish => wish.Quality is not 0)
        .OrderByDescending(wish => wish.Quality ?? 1)
        .Select(Fitting)
        .FirstOrDefault(language => language is not null);

    /// <summary>Without the script or the region where we have no such variant: <c>zh-CN</c> takes <c>zh-Hans</c>, <c>en-GB</c> <c>en</c>.</summary>
    private Language? Fitting(StringWithQualityHeaderValue wish)
    {
        var tag = wish.Value.Value;
        return Find(tag) ?? All.FirstOrDefault(l => string.Equals(Primary(l.Tag), Primary(tag), StringComparison.OrdinalIgnoreCase));
    }

    private static string? Primary(string? tag) => tag?.Split('-')[0];

    private static bool IsLanguage(string name) => name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal);

    private static Language Read(Assembly assembly, string name)
    {
        using var file = assembly.GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize<Language>(file, Format)! with { Tag = name[Folder.Length..^Extension.Length] };
    }
}
