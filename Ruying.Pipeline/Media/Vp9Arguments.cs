using System.Globalization;

namespace Ruying.Pipeline.Media;

/// <summary>The arguments of VP9's encoder, for videos that may be transparent.</summary>
internal static class Vp9Arguments
{
    // Frames of an alternative reference lie out of step with those of the alpha channel: the encoder refuses transparency with them.
    public static string For(VideoWriterOptions options, string before) => string.Create(CultureInfo.InvariantCulture,
        $"""
        -vf "{before}{H264Arguments.Tags}" -an -c:v libvpx-vp9 -pix_fmt {(options.Transparent ? "yuva420p" : "yuv420p")} -auto-alt-ref 0 -deadline realtime -cpu-used 5 -row-mt 1
        -crf 20 -b:v 0 -color_range tv -colorspace bt709 -color_primaries bt709 -color_trc bt709 -threads {FfmpegRun.Threads}
        {(options.Keyint > 0 ? $"-g {options.Keyint} -keyint_min {options.Keyint} " : "")}{(options.Transparent ? "-metadata:s:v:0 alpha_mode=1 " : "")}-f webm
        """).ReplaceLineEndings(" ");
}
