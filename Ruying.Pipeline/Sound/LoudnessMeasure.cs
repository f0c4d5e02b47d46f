using System.Globalization;
using System.Text.Json;
using FFMpegCore;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Sound;

/// <summary>How loud a sound is (EBU R 128), as loudnorm's first pass finds it.</summary>
/// <param name="Integrated">LUFS.</param>
/// <param name="TruePeak">dBTP.</param>
/// <param name="Range">LU.</param>
/// <param name="Threshold">LUFS; what is quieter was not counted.</param>
internal sealed record LoudnessMeasure(double Integrated, double TruePeak, double Range, double Threshold)
{
    /// <summary>Gates of R 128 lie at -70 LUFS: below that there is nothing to measure.</summary>
    private const double Silence = -70;

    /// <summary>Measures a file.</summary>
    /// <param name="path">A sound file.</param>
    /// <param name="demuxer">ffmpeg's name of its container.</param>
    /// <param name="filters">What is done to it first, ended by a comma; empty for nothing.</param>
    /// <param name="most">How much of it is heard, in seconds; null for all.</param>
    /// <param name="cancellationToken">Ends ffmpeg at once.</param>
    /// <returns>Null for silence.</returns>
    /// <exception cref="FfmpegFailedException">The file cannot be read.</exception>
    public static async Task<LoudnessMeasure?> OfAsync(string path, string demuxer, string filters, double? most, CancellationToken cancellationToken)
    {
        using var files = new LinkedFiles();
        var processor = FFMpegArguments
            .FromFileInput(files.Input(path), verifyExists: false, o => o.WithCustomArgument($"{FfmpegRun.Global} {FfmpegRun.FilesOnly} -f {demuxer} -vn"))
            .OutputToFile(files.Scratch("nothing"), overwrite: true, o => o.WithCustomArgument(string.Create(CultureInfo.InvariantCulture,
                $"{(most is { } seconds ? $"-t {seconds} " : "")}-map 0:a:0 -vn -sn -dn -ac 1 -af {filters}loudnorm=print_format=json -f null")));
        var log = await FfmpegRun.RunAsync(processor, cancellationToken, TimeSpan.FromMinutes(most is null ? 60 : 5), level: FFMpegCore.Enums.FFMpegLogLevel.Info).ConfigureAwait(false);
        using var found = JsonDocument.Parse(log[log.LastIndexOf('{')..(log.LastIndexOf('}') + 1)]);
        var integrated = Number("input_i");
        return integrated > Silence ? new LoudnessMeasure(integrated, Number("input_tp"), Number("input_lra"), Number("input_thresh")) : null;

        double Number(string name) => found.RootElement.GetProperty(name).GetString() is { } text && text != "-inf"
            ? double.Parse(text, CultureInfo.InvariantCulture)
            : double.NegativeInfinity;
    }
}
