using System.Globalization;
using System.Text;

namespace Ruying.Pipeline.Captions;

/// <summary>Captions as text files: UTF-8 without a mark, lines ended by a line feed.</summary>
public static class CaptionFile
{
    /// <summary>All formats.</summary>
    public static IReadOnlyList<CaptionFormats> Formats { get; } = [CaptionFormats.Srt, CaptionFormats.Vtt, CaptionFormats.Ass];

    /// <summary>A format's file extension without the dot.</summary>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    public static string Extension(CaptionFormats format) => format switch
    {
        CaptionFormats.Srt => "srt",
        CaptionFormats.Vtt => "vtt",
        CaptionFormats.Ass => "ass",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "One format at a time."),
    };

    /// <summary>SubRip. It knows no way to write markup as text, so braces and angle brackets stand as they are.</summary>
    /// <param name="captions">The captions, in order.</param>
    public static string Srt(IReadOnlyList<Caption> captions)
    {
        var text = new StringBuilder();
        for (var i = 0; i < captions.Count; i++)
        {
            var (start, end, lines) = captions[i];
            text.Append(CultureInfo.InvariantCulture, $"{i + 1}\n{Clock(start, ',')} --> {Clock(end, ',')}\n");
            text.AppendJoin('\n', lines.Select(ReadingOrder.Mark)).Append("\n\n");
        }

        return text.ToString();
    }

    /// <summary>WebVTT (W3C).</summary>
    /// <param name="captions">The captions, in order.</param>
    public static string Vtt(IReadOnlyList<Caption> captions)
    {
        var text = new StringBuilder("WEBVTT\n\n");
        foreach (var (start, end, lines) in captions)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Clock(start, '.')} --> {Clock(end, '.')}\n");
            text.AppendJoin('\n', lines.Select(l => ReadingOrder.Mark(l.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal))));
            text.Append("\n\n");
        }

        return text.ToString();
    }

    /// <summary>Advanced SubStation Alpha, for pictures of the style's size.</summary>
    /// <param name="captions">The captions, in order.</param>
    /// <param name="style">How they look.</param>
    public static string Ass(IReadOnlyList<Caption> captions, CaptionStyle style)
    {
        // White with a black edge; alignment 2 is the middle of the lower edge; encoding -1 lets each line's first letter tell its direction.
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            [Script Info]
            ScriptType: v4.00+
            PlayResX: {style.Width}
            PlayResY: {style.Height}
            WrapStyle: 0
            ScaledBorderAndShadow: yes
            YCbCr Matrix: TV.709

            [V4+ Styles]
            Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
            Style: Default,{CaptionStyle.Font},{style.FontSize},&H00FFFFFF,&H00FFFFFF,&H00000000,&H80000000,0,0,0,0,100,100,0,0,1,{style.Outline:0.0},0,2,{style.SideMargin},{style.SideMargin},{style.BottomMargin},-1

            [Events]
            Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text

            """).ReplaceLineEndings("\n"));
        foreach (var (start, end, lines) in captions)
        {
            text.Append(CultureInfo.InvariantCulture, $"Dialogue: 0,{Centiseconds(start)},{Centiseconds(end)},Default,,0,0,0,,");
            text.AppendJoin("\\N", lines.Select(l => ReadingOrder.Mark(Plain(l)))).Append('\n');
        }

        return text.ToString();
    }

    private static string Clock(double seconds, char point)
    {
        var time = (long)Math.Round(seconds * 1000);
        return string.Create(CultureInfo.InvariantCulture, $"{time / 3_600_000:00}:{time / 60_000 % 60:00}:{time / 1000 % 60:00}{point}{time % 1000:000}");
    }

    private static string Centiseconds(double seconds)
    {
        var time = (long)Math.Round(seconds * 100);
        return string.Create(CultureInfo.InvariantCulture, $"{time / 360_000}:{time / 6000 % 60:00}:{time / 100 % 60:00}.{time % 100:00}");
    }

    // Braces hold commands; a backslash before some letters too, unless an invisible joiner parts them.
    private static string Plain(string line) => line
        .Replace("\\", "\\\u2060", StringComparison.Ordinal)
        .Replace("{", "\\{", StringComparison.Ordinal)
        .Replace("}", "\\}", StringComparison.Ordinal);
}
