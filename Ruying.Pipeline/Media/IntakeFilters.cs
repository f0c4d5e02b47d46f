using System.Globalization;

namespace Ruying.Pipeline.Media;

/// <summary>The filter graph that brings any picture and sound to ours.</summary>
internal static class IntakeFilters
{
    /// <summary>The size that the footage gets: its shape kept, even sides, none longer than asked.</summary>
    public static (int Width, int Height) Size(VideoStreamInfo video, int longest)
    {
        var scale = Math.Min(1.0, (double)longest / Math.Max(video.Width, video.Height));
        return (Even(video.Width * scale, scale < 1), Even(video.Height * scale, scale < 1));
    }

    /// <summary>The size to scale to, so that a picture covers another size; even sides.</summary>
    public static (int Width, int Height) Cover(VideoStreamInfo video, (int Width, int Height) size)
    {
        var scale = Math.Max((double)size.Width / video.Width, (double)size.Height / video.Height);
        return (Math.Max(size.Width, Even(video.Width * scale, scaled: true)), Math.Max(size.Height, Even(video.Height * scale, scaled: true)));
    }

    /// <summary>Picture to <c>[v]</c>, sound (if any) to <c>[a16]</c> and <c>[a48]</c>, all from the picture's first moment.</summary>
    /// <param name="info">The file.</param>
    /// <param name="width">Scaled to so many pixels.</param>
    /// <param name="height">Scaled to so many pixels.</param>
    /// <param name="middle">What is kept of it around its middle; null for all.</param>
    public static string Graph(MediaInfo info, int width, int height, (int Width, int Height)? middle = null)
    {
        var video = info.Video!;
        var shift = string.Create(CultureInfo.InvariantCulture, $"{video.Offset:F6}/TB");
        List<string> picture = [$"setpts=PTS-{shift}"];
        if (!video.Progressive)
        {
            // Frames that are not marked as interlaced pass through.
            picture.Add("bwdif=mode=send_frame:deint=interlaced");
        }

        picture.Add($"fps={Clock.FramesPerSecond}:start_time=0");
        if (((video.CodedWidth | video.CodedHeight) & 1) != 0)
        {
            // zscale wants whole chroma samples.
            picture.Add("crop=trunc(iw/2)*2:trunc(ih/2)*2:0:0");
        }

        picture.AddRange(Colours(video, $"zscale=w={width}:h={height}:f=lanczos"));
        picture.Add("format=yuv420p");
        if (middle is { } size && size != (width, height))
        {
            picture.Add($"crop={size.Width}:{size.Height}");
        }

        picture.AddRange(["setsar=1", H264Arguments.Tags]);
        var graph = $"[0:{video.Index}]{string.Join(',', picture)}[v]";
        return info.Audio is not { } audio
            ? graph
            : $"{graph};[0:{audio.Index}]asetpts=PTS-{shift},aresample={Clock.OutputSampleRate}:async=1:first_pts=0,"
                + $"aformat=channel_layouts=mono,asplit=2[a48][b];[b]aresample={Clock.ModelSampleRate}[a16]";
    }

    private static IEnumerable<string> Colours(VideoStreamInfo video, string scale)
    {
        var yuv = video.PixelFormat.StartsWith("yuv", StringComparison.Ordinal) || video.PixelFormat is "nv12" or "p010le";
        if (!yuv)
        {
            return ["scale=out_color_matrix=bt709:out_range=tv", "format=yuv444p", $"{scale}:{Source("709", false, "709", "709")}:{Target}"];
        }

        var range = video.FullRange;
        if (video.Hdr)
        {
            // Reference white of both HDR kinds (203 cd/m2) becomes white; what is brighter is rolled off.
            return
            [
                $"{scale}:{Source("2020_ncl", range, "2020", video.Transfer)}:transfer=linear:npl=203",
                "format=gbrpf32le",
                "zscale=primaries=709",
                "tonemap=mobius:desat=0",
                "zscale=transfer=709:matrix=709:range=limited",
            ];
        }

        var wide = video.Primaries == "bt2020";
        return [$"{scale}:{Source(Matrix(video), range, wide ? "2020" : "709", "709")}:{Target}"];
    }

    private const string Target = "matrix=709:range=limited:primaries=709:transfer=709";

    private static string Source(string matrix, bool fullRange, string primaries, string transfer) =>
        $"matrixin={matrix}:rangein={(fullRange ? "full" : "limited")}:primariesin={primaries}:transferin={transfer}";

    private static string Matrix(VideoStreamInfo video) => video.Matrix switch
    {
        "bt709" => "709",
        "bt2020nc" or "bt2020c" => "2020_ncl",
        "smpte170m" or "bt470bg" or "fcc" or "smpte240m" => "170m",
        // What is not said follows the custom: standard definition is BT.601, high is BT.709.
        _ => Math.Max(video.CodedWidth, video.CodedHeight) >= 1280 || Math.Min(video.CodedWidth, video.CodedHeight) > 576 ? "709" : "170m",
    };

    // What keeps its size loses a row at most; what is scaled is rounded.
    private static int Even(double side, bool scaled) =>
        Math.Max(2, 2 * (int)(scaled ? Math.Round(side / 2) : Math.Floor((side + 0.001) / 2)));
}
