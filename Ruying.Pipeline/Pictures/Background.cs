using System.Globalization;

namespace Ruying.Pipeline.Pictures;

/// <summary>What is behind the person, and how.</summary>
public sealed record Background
{
    /// <summary>Bounds of <see cref="Strength"/>.</summary>
    public const double LeastStrength = 0.1, MostStrength = 1;

    /// <summary>What it is.</summary>
    /// <value>Default: <see cref="BackgroundKind.Original"/>.</value>
    public BackgroundKind Kind { get; init; }

    /// <summary>How far out of focus <see cref="BackgroundKind.Blur"/> is, 0.1 to 1: at 1 the blur's standard deviation is a twentieth of the picture's short side.</summary>
    /// <value>Default: 0.5.</value>
    public double Strength { get; init; } = 0.5;

    /// <summary>The colour of <see cref="BackgroundKind.Colour"/>, as <c>#rrggbb</c>.</summary>
    public string? Colour { get; init; }

    /// <summary>The picture of <see cref="BackgroundKind.Picture"/>, JPEG or PNG; it covers the frame, its middle is kept.</summary>
    public string? PicturePath { get; init; }

    /// <summary>Reads a background as people write it: <c>original</c>, <c>blur</c>, <c>blur:0.8</c>, <c>#rrggbb</c>, <c>none</c>, or else a picture's path.</summary>
    /// <exception cref="PictureException"><c>picture.option_out_of_range</c>.</exception>
    public static Background Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var background = text switch
        {
            "original" => new Background(),
            "none" => new Background { Kind = BackgroundKind.Transparent },
            "blur" => new Background { Kind = BackgroundKind.Blur },
            ['b', 'l', 'u', 'r', ':', .. var strength] => new Background { Kind = BackgroundKind.Blur, Strength = Number(strength) },
            ['#', ..] => new Background { Kind = BackgroundKind.Colour, Colour = text },
            _ => new Background { Kind = BackgroundKind.Picture, PicturePath = text },
        };
        background.Check();
        return background;
    }

    /// <summary>Red, green and blue of <see cref="Colour"/>, 0 to 255; null where it is none.</summary>
    internal (int Red, int Green, int Blue)? Rgb() =>
        Colour is ['#', .. { Length: 6 } digits] && digits.All(char.IsAsciiHexDigit)
            ? int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var rgb ? (rgb >> 16, (rgb >> 8) & 255, rgb & 255) : null
            : null;

    /// <summary>Refuses what is out of range.</summary>
    /// <exception cref="PictureException"><c>picture.option_out_of_range</c>.</exception>
    internal void Check()
    {
        if (!(Strength >= LeastStrength && Strength <= MostStrength))
        {
            throw PictureOptions.OutOfRange(FormattableString.Invariant($"The blur's strength is to be {LeastStrength} to {MostStrength}."));
        }

        if (Kind == BackgroundKind.Colour && Rgb() is null)
        {
            throw PictureOptions.OutOfRange($"The background colour '{Colour}' is none: write it as #rrggbb, such as #0a3d62.");
        }

        if (Kind == BackgroundKind.Picture && string.IsNullOrEmpty(PicturePath))
        {
            throw PictureOptions.OutOfRange("The background is to be a picture: give one.");
        }
    }

    private static double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
}
