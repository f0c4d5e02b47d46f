namespace Ruying.Api.Storage;

/// <summary>A form that a client sent.</summary>
/// <param name="Fields">Text fields by name, each with all that came of that name.</param>
/// <param name="Files">The files of the form's file field, in their order.</param>
/// <param name="Others">Files that came with it, by the names of their fields.</param>
public sealed record UploadedForm(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Fields, IReadOnlyList<UploadedFile> Files, IReadOnlyDictionary<string, UploadedFile> Others)
{
    /// <summary>The file, or null when none was sent.</summary>
    public UploadedFile? File => Files.Count > 0 ? Files[0] : null;

    /// <summary>A file that came with it, or null when none was sent in that field.</summary>
    public UploadedFile? Other(string field) => Others.GetValueOrDefault(field);

    /// <summary>A field's text without the space around it; null when absent or blank. The last of a name counts.</summary>
    public string? Text(string field) => Fields.TryGetValue(field, out var texts) && !string.IsNullOrWhiteSpace(texts[^1]) ? texts[^1].Trim() : null;

    /// <summary>All texts of a field that are not blank, in their order.</summary>
    public IReadOnlyList<string> Texts(string field) =>
        Fields.TryGetValue(field, out var texts) ? [.. texts.Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => text.Trim())] : [];
}
