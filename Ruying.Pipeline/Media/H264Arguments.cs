using System.Globalization;

namespace Ruying.Pipeline.Media;

/// <summary>The encoder's arguments that all our videos share.</summary>
internal static class H264Arguments
{
    // The tags go on by filter: ffmpeg takes what the frames say over what the encoder is told.
    public const string Tags = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709";

    public static string For(VideoWriterOptions options, bool filtered = false, string before = "") => string.Create(CultureInfo.InvariantCulture,
        $"""
        {(filtered ? "" : $"-vf \"{before}{Tags}\" ")}-an -c:v libx264 -preset {options.Preset} -crf {options.Crf} -pix_fmt yuv420p
        -color_range tv -colorspace bt709 -color_primaries bt709 -color_trc bt709 -threads {FfmpegRun.Threads}
        {(options.Keyint > 0 ? $"-g {options.Keyint} -keyint_min {options.Keyint} -sc_threshold 0 -flags +cgop " : "")}{(options.BFrames ? "" : "-bf 0 ")}-video_track_timescale 12800 -f mp4
        """).ReplaceLineEndings(" ");
}
