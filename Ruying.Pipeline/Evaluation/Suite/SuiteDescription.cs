using System.Text.Json;

namespace Ruying.Pipeline.Evaluation.Suite;

/// <summary>What a suite consists of, and what is known of its clips: a small JSON file.</summary>
/// <param name="Note">Stands above the table; may be null.</param>
/// <param name="Clips">In the table's order.</param>
public sealed record SuiteDescription(string? Note, IReadOnlyList<SuiteDescription.Entry> Clips)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip };

    /// <summary>One clip.</summary>
    /// <param name="Path">Relative to the suite's folder, or to the description itself.</param>
    /// <param name="Name">For the table; null takes the path.</param>
    /// <param name="Seen">Which parts of it any weight that ships was trained on, such as <c>first 70 %</c> or <c>never</c>.</param>
    /// <param name="Transcript">What is said in it; null when it is not known.</param>
    /// <param name="Language">The transcript's language; null takes <c>en</c>.</param>
    public sealed record Entry(string Path, string? Name, string? Seen, string? Transcript, string? Language);

    /// <summary>Reads a description.</summary>
    /// <exception cref="FootageException"><c>suite.description</c>: missing or unreadable.</exception>
    public static SuiteDescription Load(string path)
    {
        try
        {
            var description = JsonSerializer.Deserialize<SuiteDescription>(File.ReadAllBytes(path), Json);
            return description is { Clips.Count: > 0 } && description.Clips.All(c => !string.IsNullOrEmpty(c.Path))
                ? description
                : throw new FootageException("suite.description", $"{path} lists no clips: it needs {{ \"clips\": [ {{ \"path\": ... }} ] }}.");
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new FootageException("suite.description", $"{path} cannot be read as a description of a suite: {e.Message}", e);
        }
    }

    /// <summary>The clips that it describes.</summary>
    /// <param name="folder">The suite's folder.</param>
    /// <param name="descriptionPath">The description's own file.</param>
    /// <exception cref="FootageException"><c>file.missing</c>.</exception>
    public IReadOnlyList<SuiteClip> Find(string folder, string descriptionPath)
    {
        var beside = Path.GetDirectoryName(Path.GetFullPath(descriptionPath))!;
        return
        [
            .. Clips.Select(c =>
            {
                var path = new[] { folder, beside }.Select(f => Path.GetFullPath(Path.Combine(f, c.Path))).FirstOrDefault(p => File.Exists(p) || Directory.Exists(p))
                    ?? throw new FootageException("file.missing", $"There is no clip {c.Path} in {folder}: check the suite's description.");
                return new SuiteClip(c.Name ?? c.Path, path, c.Seen ?? "", c.Transcript is null ? null : new Transcript(c.Transcript, c.Language ?? "en"));
            }),
        ];
    }

    /// <summary>All clips of a folder: its own files, each alone, and each folder below it that holds clips, joined.</summary>
    /// <param name="folder">The suite's folder.</param>
    /// <exception cref="FootageException"><c>file.missing</c>: there is none.</exception>
    public static IReadOnlyList<SuiteClip> All(string folder)
    {
        var folders = Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Where(f => ClipJoiner.Clips(f).Count > 0).Order(StringComparer.Ordinal);
        SuiteClip[] clips = [.. ClipJoiner.Clips(folder).Concat(folders).Select(p => new SuiteClip(Path.GetRelativePath(folder, p), Path.GetFullPath(p), ""))];
        return clips.Length > 0 ? clips : throw new FootageException("file.missing", $"There is no clip in {folder}.");
    }
}
