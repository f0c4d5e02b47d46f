using System.Globalization;
using FFMpegCore;
using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Sound;

/// <summary>
/// Makes the sound that people hear of the sound that moved the mouth: music under it, and its loudness set by ffmpeg's loudnorm in two passes.
/// The result is as long as the speech to the sample, and nothing in it moves.
/// </summary>
internal static class SoundMixer
{
    /// <summary>Where peaks are bent, in dBTP: AAC adds up to half a decibel, and -1 is the limit.</summary>
    private const double Ceiling = -2;

    /// <summary>What loudnorm takes for too high. It scales only by the little that the limiter left.</summary>
    private const double TruePeakLimit = -1.3;

    /// <summary>Quieter sounds are left quieter than asked for, or their noise would be all that is heard.</summary>
    private const double MostGain = 40;

    /// <summary>Music at volume 1 lies this far under the speech, in LU.</summary>
    private const double MusicUnder = 14;

    /// <summary>The speech's loudness while music is ducked by it: the compressor's threshold is an absolute one.</summary>
    private const double WorkingLoudness = -20;

    private const double FadeIn = 1, FadeOut = 2;
    private const int MostPasses = 4;

    // Reached by ordinary speech at the working loudness: 10 to 12 dB of ducking, let go within a pause between sentences.
    private const string Ducking = "sidechaincompress=threshold=0.01:ratio=3:attack=20:release=400";

    /// <summary>Mixes.</summary>
    /// <param name="speechPath">A WAV of ours.</param>
    /// <param name="music">Music, or null.</param>
    /// <param name="outputPath">A WAV, mono, 48 kHz.</param>
    /// <param name="options">Loudness and the music's volume.</param>
    /// <param name="volume">Gain on the loudness asked for, 0 to 2.</param>
    /// <param name="cancellationToken">Ends ffmpeg at once.</param>
    public static async Task MixAsync(string speechPath, MusicBed? music, string outputPath, SoundOptions options, double volume, CancellationToken cancellationToken)
    {
        var seconds = WavFile.Seconds(speechPath);
        var speech = await LoudnessMeasure.OfAsync(speechPath, "wav", "", null, cancellationToken).ConfigureAwait(false);
        using var files = new LinkedFiles();
        var path = speechPath;
        if (music is not null && options.MusicVolume > 0)
        {
            path = files.Scratch("mix.wav");
            var gain = Math.Min(MostGain, WorkingLoudness - (speech?.Integrated ?? WorkingLoudness));
            await LayUnderAsync(speechPath, music, path, gain, options.MusicVolume, seconds, cancellationToken).ConfigureAwait(false);
            speech = await LoudnessMeasure.OfAsync(path, "wav", "", null, cancellationToken).ConfigureAwait(false);
        }

        var wanted = options.Loudness + (20 * Math.Log10(Math.Max(volume, 0.01)));
        var filters = speech is null ? "" : await LevelAsync(path, speech, Math.Clamp(wanted, -70, -5), cancellationToken).ConfigureAwait(false);
        var samples = (long)Math.Round(seconds * Clock.OutputSampleRate);
        await FilterAsync(path, $"-af {filters}aresample={Clock.OutputSampleRate},apad,atrim=end_sample={samples} -ac 1 -c:a pcm_s16le -bitexact -f wav", outputPath, cancellationToken).ConfigureAwait(false);
    }

    // The filters that bring a sound to its loudness, ended by a comma.
    private static async Task<string> LevelAsync(string path, LoudnessMeasure measure, double wanted, CancellationToken cancellationToken)
    {
        wanted = Math.Min(wanted, measure.Integrated + MostGain);
        var gain = wanted - measure.Integrated;
        var before = "";
        if (measure.TruePeak + gain > Ceiling)
        {
            // Bending the peaks takes loudness: a little more gain, and again.
            for (var pass = 0; pass < MostPasses; pass++)
            {
                before = Limited(gain);
                measure = await LoudnessMeasure.OfAsync(path, "wav", before, null, cancellationToken).ConfigureAwait(false) ?? measure;
                if (Math.Abs(wanted - measure.Integrated) < 0.2)
                {
                    break;
                }

                gain += wanted - measure.Integrated;
            }
        }

        // loudnorm scales the whole by one factor only where its measures are not the ones that mean "unknown" and the peaks stay
        // under the limit; else it rides the level.
        var target = Math.Min(wanted, measure.Integrated + TruePeakLimit - measure.TruePeak);
        return before + string.Create(CultureInfo.InvariantCulture,
            $"loudnorm=I={Math.Clamp(target, -70, -5):0.00}:TP={TruePeakLimit + 0.05}:LRA=50:linear=true:measured_I={Math.Min(measure.Integrated, -0.01):0.00}:measured_TP={measure.TruePeak:0.00}"
            + $":measured_LRA={Math.Clamp(measure.Range, 0.1, 50):0.00}:measured_thresh={Math.Clamp(measure.Threshold, -69.9, 0):0.00},");
    }

    // At twice the rate, so that peaks between samples are met as well.
    private static string Limited(double gain) => string.Create(CultureInfo.InvariantCulture,
        $"aresample={2 * Clock.OutputSampleRate},volume={gain:0.00}dB,alimiter=limit={Math.Pow(10, Ceiling / 20):0.0000}:level=false:attack=5:release=60:latency=true,");

    private static async Task LayUnderAsync(
        string speechPath, MusicBed music, string outputPath, double speechGain, double volume, double seconds, CancellationToken cancellationToken)
    {
        using var files = new LinkedFiles();
        var musicGain = WorkingLoudness - MusicUnder - music.Integrated + (20 * Math.Log10(volume));
        var fadeOut = Math.Min(FadeOut, seconds / 4);
        var mono = $"aresample={Clock.OutputSampleRate},aformat=sample_fmts=fltp:channel_layouts=mono";
        var graph = string.Create(CultureInfo.InvariantCulture,
            $"[0:a]{mono},volume={speechGain:0.00}dB,asplit[speech][key];"
            + $"[1:a:0]{mono},volume={musicGain:0.00}dB,atrim=end={seconds},afade=t=in:d={Math.Min(FadeIn, seconds / 4)},afade=t=out:st={seconds - fadeOut}:d={fadeOut}[music];"
            + $"[music][key]{Ducking}[ducked];[speech][ducked]amix=inputs=2:duration=first:normalize=false");
        var processor = FFMpegArguments
            .FromFileInput(files.Input(speechPath), verifyExists: false, o => o.WithCustomArgument($"{FfmpegRun.Global} {FfmpegRun.FilesOnly} -f wav"))
            .AddFileInput(files.Input(music.Path), verifyExists: false, o => o.WithCustomArgument($"{FfmpegRun.FilesOnly} -stream_loop -1 -f {music.Demuxer} -vn"))
            .OutputToFile(outputPath, overwrite: true, o => o.WithCustomArgument($"-filter_complex \"{graph}\" -ac 1 -c:a pcm_f32le -f wav"));
        await FfmpegRun.RunAsync(processor, cancellationToken, TimeSpan.FromHours(1)).ConfigureAwait(false);
    }

    private static async Task FilterAsync(string path, string arguments, string outputPath, CancellationToken cancellationToken)
    {
        using var files = new LinkedFiles();
        var output = files.Output(outputPath, out var partial);
        var processor = FFMpegArguments
            .FromFileInput(files.Input(path), verifyExists: false, o => o.WithCustomArgument($"{FfmpegRun.Global} {FfmpegRun.FilesOnly} -f wav"))
            .OutputToFile(output, overwrite: true, o => o.WithCustomArgument(arguments));
        try
        {
            await FfmpegRun.RunAsync(processor, cancellationToken, TimeSpan.FromHours(1)).ConfigureAwait(false);
            File.Move(partial, outputPath, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
