using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Pictures;

/// <summary>What a video looks like besides the person: what is behind them, which part of the picture is shown, and how large.</summary>
public sealed record PictureOptions
{
    /// <summary>The sizes that may be asked for, pixels of the shorter side.</summary>
    public static IReadOnlyList<int> Resolutions { get; } = [360, 480, 720, 1080];

    /// <summary>How aspects are written.</summary>
    public static IReadOnlyDictionary<string, Aspect> Aspects { get; } = new Dictionary<string, Aspect>
    {
        ["original"] = Aspect.Original, ["16:9"] = Aspect.Wide, ["9:16"] = Aspect.Upright, ["1:1"] = Aspect.Square, ["4:5"] = Aspect.Portrait,
    };

    /// <summary>What is behind the person.</summary>
    /// <value>Default: what was filmed.</value>
    public Background Background { get; init; } = new();

    /// <summary>Which part is shown: the largest of that shape, around the face.</summary>
    /// <value>Default: all of it.</value>
    public Aspect Aspect { get; init; }

    /// <summary>Pixels of the shorter side, one of <see cref="Resolutions"/>; a smaller picture is enlarged to it.</summary>
    /// <value>Default: null, as filmed.</value>
    public int? Resolution { get; init; }

    /// <summary>The file's format. <see cref="BackgroundKind.Transparent"/> asks for <see cref="VideoFormat.WebM"/>.</summary>
    /// <value>Default: <see cref="VideoFormat.Mp4"/>.</value>
    public VideoFormat Format { get; init; }

    /// <summary>Refuses what is out of range or does not go together.</summary>
    /// <exception cref="PictureException"><c>picture.option_out_of_range</c>, <c>picture.needs_webm</c>.</exception>
    public void Check()
    {
        Background.Check();
        if (Resolution is { } side && !Resolutions.Contains(side))
        {
            throw OutOfRange($"The resolution {side} is not offered: choose {string.Join(", ", Resolutions)}, or original.");
        }

        if (Background.Kind == BackgroundKind.Transparent && Format != VideoFormat.WebM)
        {
            throw new PictureException("picture.needs_webm", "MP4 has no transparency: ask for a WebM, or for another background.");
        }
    }

    internal static PictureException OutOfRange(string message) => new("picture.option_out_of_range", message);
}
