namespace Ruying.Training.Data;

/// <summary>One sentence of the GRID corpus.</summary>
/// <param name="Speaker">Such as <c>s1</c>; a speaker filmed twice is one speaker.</param>
/// <param name="Folder">The folder it came in, such as <c>s1-more</c>.</param>
/// <param name="Name">The sentence in GRID's code, such as <c>bbaf2n</c>.</param>
/// <param name="Video">The footage.</param>
/// <param name="Alignment">Start, end and word a line, in 1/25000 s.</param>
internal sealed record GridClip(string Speaker, string Folder, string Name, string Video, string Alignment)
{
    /// <summary>Unique name.</summary>
    public string Id => $"{Folder}/{Name}";

    /// <summary>All clips below a folder of speakers, in order of their ids.</summary>
    public static IReadOnlyList<GridClip> Find(string corpus) =>
    [
        .. Directory.EnumerateFiles(corpus, "*.align", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(alignment =>
            {
                var folder = Path.GetFileName(Path.GetDirectoryName(alignment)!);
                var name = Path.GetFileNameWithoutExtension(alignment);
                var video = Path.ChangeExtension(alignment, ".mpg");
                video = File.Exists(video) ? video : Path.ChangeExtension(alignment, ".mp4");
                return new GridClip(folder.Split('-')[0], folder, name, video, alignment);
            }),
    ];
}
