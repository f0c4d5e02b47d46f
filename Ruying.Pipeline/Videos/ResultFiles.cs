namespace Ruying.Pipeline.Videos;

/// <summary>A video and what lies beside it under its name: all of it appears, or nothing.</summary>
/// <param name="video">The MP4's final path.</param>
internal sealed class ResultFiles(string video) : IDisposable
{
    private readonly List<(string Partial, string Final)> _beside = [];

    /// <summary>Where to write the video until all is complete.</summary>
    public string Video { get; } = PartialPath(video);

    /// <summary>Where to write a file beside the video until all is complete.</summary>
    /// <param name="extension">Without a dot.</param>
    public string Beside(string extension)
    {
        var partial = PartialPath(video);
        _beside.Add((partial, Path.ChangeExtension(video, extension)));
        return partial;
    }

    /// <summary>Puts the files in their places; the video comes last: where it is, the others are.</summary>
    /// <returns>The files beside the video.</returns>
    public IReadOnlyList<string> Publish()
    {
        _beside.ForEach(f => File.Move(f.Partial, f.Final, overwrite: true));
        File.Move(Video, video, overwrite: true);
        return [.. _beside.Select(f => f.Final)];
    }

    /// <summary>Removes what was not published.</summary>
    public void Dispose()
    {
        File.Delete(Video);
        _beside.ForEach(f => File.Delete(f.Partial));
    }

    private static string PartialPath(string video) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(video))!, $".{Guid.NewGuid():N}.partial");
}
