namespace Ruying.Api.Storage;

/// <summary>A form that a client sent.</summary>
/// <param name="Fields">Text fields by name; the last of a name counts.</param>
/// <param name="File">The file, or null when none was sent.</param>
/// <param name="Music">The music that came with it, or null when none was sent.</param>
public sealed record UploadedForm(IReadOnlyDictionary<string, string> Fields, UploadedFile? File, UploadedFile? Music = null)
{
    /// <summary>A field's text without the space around it; null when absent or blank.</summary>
    public string? Text(string field) => Fields.TryGetValue(field, out var text) && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}
