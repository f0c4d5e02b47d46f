namespace Ruying.Pipeline.Captions;

/// <summary>Which captions a video gets.</summary>
public sealed record CaptionOptions
{
    /// <summary>Files beside the video, with its name.</summary>
    /// <value>Default: none.</value>
    public CaptionFormats Files { get; init; }

    /// <summary>Whether they are drawn into the picture.</summary>
    /// <value>Default: false.</value>
    public bool Burn { get; init; }

    /// <summary>Whether there is anything to do.</summary>
    public bool Wanted => Burn || Files != CaptionFormats.None;

    /// <summary>Reads a list such as <c>srt,vtt,ass</c>.</summary>
    /// <param name="list">Names of formats with commas between them; null or blank for none.</param>
    /// <exception cref="ScriptException"><c>captions.unknown_format</c>.</exception>
    public static CaptionFormats ParseFiles(string? list)
    {
        var files = CaptionFormats.None;
        foreach (var name in (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            files |= CaptionFile.Formats.FirstOrDefault(f => CaptionFile.Extension(f).Equals(name, StringComparison.OrdinalIgnoreCase)) is var format and not CaptionFormats.None
                ? format
                : throw new ScriptException("captions.unknown_format", "Captions are written as srt, vtt and ass: choose from these, with commas between them.");
        }

        return files;
    }

    /// <summary>What <see cref="ParseFiles"/> reads.</summary>
    /// <param name="files">The formats.</param>
    public static string ListFiles(CaptionFormats files) =>
        string.Join(',', CaptionFile.Formats.Where(f => files.HasFlag(f)).Select(CaptionFile.Extension));
}
