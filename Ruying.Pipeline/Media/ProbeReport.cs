using System.Globalization;
using System.Text.Json;

namespace Ruying.Pipeline.Media;

/// <summary>Reads what ffprobe prints.</summary>
internal static class ProbeReport
{
    public static MediaInfo Parse(MediaContainer container, JsonElement root, TimeSpan duration)
    {
        var streams = root.TryGetProperty("streams", out var list) ? list.EnumerateArray().ToList() : [];
        var start = streams.Where(s => Text(s, "codec_type") is "video" or "audio").Select(Start).DefaultIfEmpty(0).Min();
        var video = streams.FirstOrDefault(s => Text(s, "codec_type") == "video" && !IsCover(s) && Whole(s, "width") > 0);
        var audio = streams.FirstOrDefault(s =>
            Text(s, "codec_type") == "audio" && Text(s, "codec_name") is not ("" or "unknown" or "none") && Whole(s, "sample_rate") > 0);
        return new MediaInfo
        {
            Container = container,
            Seconds = Math.Max(0, duration.TotalSeconds),
            Video = video.ValueKind == JsonValueKind.Object ? Video(video, start) : null,
            Audio = audio.ValueKind == JsonValueKind.Object
                ? new(Whole(audio, "index"), Text(audio, "codec_name"), Whole(audio, "sample_rate"), Whole(audio, "channels"))
                : null,
        };
    }

    private static VideoStreamInfo Video(JsonElement s, double start)
    {
        var (width, height) = (Whole(s, "width"), Whole(s, "height"));
        var rotation = Rotation(s);
        var aspect = Ratio(Text(s, "sample_aspect_ratio"), ':') is > 0.05 and < 20 and var a ? a : 1;
        // Stretched to the larger side, so that no detail is lost.
        var (wide, high) = aspect >= 1 ? (width * aspect, (double)height) : (width, height / aspect);
        var (displayWidth, displayHeight) = ((int)Math.Round(wide), (int)Math.Round(high));
        var format = Text(s, "pix_fmt");
        return new VideoStreamInfo
        {
            Index = Whole(s, "index"),
            Codec = Text(s, "codec_name"),
            PixelFormat = format,
            CodedWidth = width,
            CodedHeight = height,
            Width = rotation is 90 or 270 ? displayHeight : displayWidth,
            Height = rotation is 90 or 270 ? displayWidth : displayHeight,
            FrameRate = Ratio(Text(s, "avg_frame_rate"), '/'),
            Frames = Whole(s, "nb_frames"),
            Rotation = rotation,
            Offset = Math.Max(0, Start(s) - start),
            Transfer = Known(s, "color_transfer"),
            Primaries = Known(s, "color_primaries"),
            Matrix = Known(s, "color_space"),
            FullRange = Text(s, "color_range") == "pc" || format.StartsWith("yuvj", StringComparison.Ordinal),
            Progressive = Text(s, "field_order") == "progressive",
        };
    }

    private static bool IsCover(JsonElement s) =>
        s.TryGetProperty("disposition", out var d) && Whole(d, "attached_pic") == 1;

    private static int Rotation(JsonElement s)
    {
        // ffprobe gives the matrix counter-clockwise.
        var turn = s.TryGetProperty("side_data_list", out var sides)
            ? sides.EnumerateArray().Select(d => -Whole(d, "rotation")).FirstOrDefault(r => r != 0)
            : 0;
        return ((((int)Math.Round(turn / 90.0) * 90) % 360) + 360) % 360;
    }

    private static double Start(JsonElement s) => Number(s, "start_pts") * Ratio(Text(s, "time_base"), '/');

    private static double Ratio(string text, char sign)
    {
        var parts = text.Split(sign);
        return parts.Length == 2
            && double.TryParse(parts[0], CultureInfo.InvariantCulture, out var over)
            && double.TryParse(parts[1], CultureInfo.InvariantCulture, out var under) && under != 0
            ? over / under
            : 0;
    }

    private static string Known(JsonElement s, string name) => Text(s, name) is var t and not ("unknown" or "reserved") ? t : "";

    private static int Whole(JsonElement s, string name) => (int)Math.Clamp(Number(s, name), int.MinValue, int.MaxValue);

    private static double Number(JsonElement s, string name) =>
        double.TryParse(Text(s, name), CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Text(JsonElement s, string name) => s.TryGetProperty(name, out var value) ? value.ToString() : "";
}
