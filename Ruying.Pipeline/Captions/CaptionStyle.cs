namespace Ruying.Pipeline.Captions;

/// <summary>How captions look in a picture: all in its pixels.</summary>
/// <param name="Width">The picture's.</param>
/// <param name="Height">The picture's.</param>
/// <param name="Columns">The widest line.</param>
/// <param name="FontSize">Height of a line.</param>
/// <param name="Outline">Width of the dark edge.</param>
/// <param name="SideMargin">What stays free at each side.</param>
/// <param name="BottomMargin">What stays free below.</param>
public sealed record CaptionStyle(int Width, int Height, int Columns, int FontSize, double Outline, int SideMargin, int BottomMargin)
{
    /// <summary>The system chooses: DejaVu where ffmpeg comes from Debian, and another for letters that it lacks.</summary>
    public const string Font = "Sans";

    // A letter is half a line high on the average, DejaVu's wide ones included.
    private const double LetterShare = 0.5;
    private const double LandscapeHeight = 0.055;
    private const double SideShare = 0.05;

    // Players put their bar over the lowest tenth of an upright picture.
    private const double PortraitBottom = 0.1, LandscapeBottom = 0.05;
    private const int PortraitColumns = 26;

    /// <summary>A style that can be read, in the safe area of the picture and above the label.</summary>
    /// <param name="width">The picture's pixels.</param>
    /// <param name="height">The picture's pixels.</param>
    /// <param name="labelTop">The highest row of the visible label; null where there is none.</param>
    public static CaptionStyle For(int width, int height, int? labelTop)
    {
        var portrait = height > 1.2 * width;
        var columns = portrait ? PortraitColumns : CaptionSplitter.Columns;
        var side = (int)Math.Round(width * SideShare);
        var size = Math.Min(height * LandscapeHeight, (width - (2 * side)) / (columns * LetterShare));
        var bottom = height * (portrait ? PortraitBottom : LandscapeBottom);
        var outline = Math.Max(1, size * 0.07);
        if (labelTop is { } top)
        {
            bottom = Math.Max(bottom, height - top + outline + (size * 0.2));
        }

        return new CaptionStyle(width, height, columns, Math.Max(8, (int)Math.Round(size)), outline, side, (int)Math.Ceiling(bottom));
    }
}
