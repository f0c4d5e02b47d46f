using System.Globalization;
using FFMpegCore;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Speech.Programs;

/// <summary>Makes a sound faster or slower at the same pitch, by ffmpeg's <c>atempo</c>.</summary>
internal static class Tempo
{
    /// <param name="path">A WAV file with a name of ours; the result takes its place.</param>
    /// <param name="speed">0.25 to 4: 2 halves the length.</param>
    /// <param name="cancellationToken">Ends ffmpeg.</param>
    public static async Task ChangeAsync(string path, double speed, CancellationToken cancellationToken)
    {
        if (Math.Abs(speed - 1) < 1e-6)
        {
            return;
        }

        // Twice: one takes no less than 0.5, and above 2 it leaves samples out.
        var step = Math.Sqrt(speed).ToString("0.000000", CultureInfo.InvariantCulture);
        var changed = path + ".changed";
        var processor = FFMpegArguments
            .FromFileInput(path, verifyExists: false, o => o.WithCustomArgument($"{FfmpegRun.Global} {FfmpegRun.FilesOnly} -f wav"))
            .OutputToFile(changed, overwrite: true, o => o.WithCustomArgument(
                $"-af atempo={step},atempo={step} -c:a pcm_s16le -fflags +bitexact -flags:a +bitexact -f wav"));
        await FfmpegRun.RunAsync(processor, cancellationToken, TimeSpan.FromMinutes(1)).ConfigureAwait(false);
        File.Move(changed, path, overwrite: true);
    }
}
