using System.Text.Json.Serialization;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Pictures;

/// <summary>What a worker must know to bring rendered frames to the picture that was asked for, beside the files of that name in the work folder.</summary>
/// <param name="Framing">Which part is shown, and how large.</param>
/// <param name="Background">What is behind the person; its picture lies in the work folder.</param>
/// <param name="Format">What the segments are written as.</param>
public sealed record PictureOrder(Framing Framing, Background Background, VideoFormat Format)
{
    /// <summary>Whether the video has an alpha channel.</summary>
    [JsonIgnore]
    public bool IsTransparent => Background.Kind == BackgroundKind.Transparent;

    /// <summary>The files in the work folder that are needed.</summary>
    internal IEnumerable<string> Files =>
        (Background.Kind == BackgroundKind.Original ? Array.Empty<string>() : [Matte.FileName]).Concat(Background.Kind == BackgroundKind.Picture ? [BackgroundPicture.FileName] : []);
}
