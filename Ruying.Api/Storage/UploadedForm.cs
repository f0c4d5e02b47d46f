namespace Ruying.Api.Storage;

/// <summary>A form that a client sent.</summary>
/// <param name="Fields">Text fields by name; the last of a name counts.</param>
/// <param name="File">The file, or null when none was sent.</param>
/// <param name="Others">Files that came with it, by the names of their fields.</param>
public sealed record UploadedForm(IReadOnlyDictionary<string, string> Fields, UploadedFile? File, IReadOnlyDictionary<string, UploadedFile> Others)
{
    /// <summary>A file that came with it, or null when none was sent in that field.</summary>
    public UploadedFile? Other(string field) => Others.GetValueOrDefault(field);

    /// <summary>A field's text without the space around it; null when absent or blank.</summary>
    public string? Text(string field) => Fields.TryGetValue(field, out var text) && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}
