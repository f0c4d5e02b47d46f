using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FFMpegCore;

namespace Ruying.Pipeline.Media;

/// <summary>The folder of one intake: complete when its <c>intake.json</c> is there, which is written last.</summary>
internal sealed class IntakeStore
{
    private const string Version = "intake 1";
    private const int Sample = 1 << 20;
    private readonly string _folder;

    private IntakeStore(string folder) => _folder = folder;

    public string Video => Path.Combine(_folder, "base.mp4");

    public string Audio16k => Path.Combine(_folder, "audio-16k.wav");

    public string Audio48k => Path.Combine(_folder, "audio-48k.wav");

    private string Record => Path.Combine(_folder, "intake.json");

    /// <summary>The folder for an input (its size, date, first and last megabyte) and the options.</summary>
    public static async Task<IntakeStore> OpenAsync(string source, string workFolder, IntakeOptions options, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(source);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{Version};{file.Length};{File.GetLastWriteTimeUtc(source).Ticks};{options.LongestSide};{options.Crf};{(options.Size is { } size ? $"{size.Width}x{size.Height};" : "")}")));
        var block = new byte[Sample];
        foreach (var position in new[] { 0, Math.Max(0, file.Length - Sample) })
        {
            file.Position = position;
            var read = await file.ReadAtLeastAsync(block, Sample, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            hash.AppendData(block, 0, read);
        }

        var folder = Path.Combine(workFolder, $"intake-{Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}");
        Directory.CreateDirectory(folder);
        return new IntakeStore(folder);
    }

    /// <summary>The folder for what several intakes are joined to.</summary>
    public static IntakeStore OpenJoined(IReadOnlyList<NormalisedFootage> parts, string workFolder)
    {
        var names = string.Join(';', parts.Select(p => Path.GetFileName(Path.GetDirectoryName(p.VideoPath))));
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Version};joined;{names}")))[..16];
        return new IntakeStore(Directory.CreateDirectory(Path.Combine(workFolder, $"intake-{key}")).FullName);
    }

    /// <summary>What an earlier intake finished, or null.</summary>
    public async Task<NormalisedFootage?> LoadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Record))
        {
            return null;
        }

        await using var file = File.OpenRead(Record);
        var saved = await JsonSerializer.DeserializeAsync<NormalisedFootage>(file, cancellationToken: cancellationToken).ConfigureAwait(false);
        // The folder may have been moved since: only the names count.
        return saved is not null && File.Exists(Video)
            ? saved with
            {
                VideoPath = Video,
                AudioPath16k = saved.AudioPath16k is null ? null : Audio16k,
                AudioPath48k = saved.AudioPath48k is null ? null : Audio48k,
            }
            : null;
    }

    public async Task SaveAsync(NormalisedFootage footage, CancellationToken cancellationToken)
    {
        var partial = Record + ".partial";
        await File.WriteAllBytesAsync(partial, JsonSerializer.SerializeToUtf8Bytes(footage), cancellationToken).ConfigureAwait(false);
        File.Move(partial, Record, overwrite: true);
    }

    /// <summary>Picture and both sounds in one pass over the input, none of the files larger than said.</summary>
    public async Task EncodeAsync(
        string source, MediaInfo info, string graph, long mostBytes, IntakeOptions options, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        // What a process that was killed left behind.
        foreach (var left in Directory.GetFiles(_folder, ".*.partial"))
        {
            File.Delete(left);
        }

        using var files = new LinkedFiles();
        var (video, audio16k, audio48k) = (files.Output(Video, out var p0), files.Output(Audio16k, out var p1), files.Output(Audio48k, out var p2));
        var encoder = H264Arguments.For(new VideoWriterOptions { Crf = options.Crf, Keyint = VideoReader.BaseGop, BFrames = false }, filtered: true);
        // Headers may lie about the length, and a frame about its time: no output grows past what is accepted.
        var limit = string.Create(CultureInfo.InvariantCulture, $"-t {Intake.LongestSeconds + 2} -map_metadata -1 -map_chapters -1");
        var processor = FFMpegArguments
            .FromFileInput(files.Input(source), verifyExists: false, o => o.WithCustomArgument(
                $"{FfmpegRun.Global} {FfmpegRun.FilesOnly} -f {info.Container.Demuxer} -threads {FfmpegRun.Threads} "
                + $"-filter_complex_threads {FfmpegRun.Threads} -filter_complex \"{graph}\""))
            .OutputToMany(outputs =>
            {
                outputs.OutputToFile(video, overwrite: true, o => o.WithCustomArgument($"-map [v] {limit} {encoder}"));
                if (info.Audio is not null)
                {
                    outputs.OutputToFile(audio16k, overwrite: true, o => o.WithCustomArgument($"-map [a16] {limit} {Wav}"));
                    outputs.OutputToFile(audio48k, overwrite: true, o => o.WithCustomArgument($"-map [a48] {limit} {Wav}"));
                }
            });
        if (progress is not null)
        {
            processor.NotifyOnProgress(time => progress.Report(new StageProgress("intake", Math.Clamp(time.TotalSeconds / info.Seconds, 0, 0.99))));
        }

        try
        {
            await FfmpegRun.RunAsync(
                processor, cancellationToken, TimeSpan.FromSeconds(120 + (40 * info.Seconds)), Path.Combine(_folder, "ffmpeg.log"),
                limits: LimitedOptions.Current with { FileBytes = Math.Min(LimitedOptions.Current.FileBytes, mostBytes) }).ConfigureAwait(false);
            File.Move(p0, Video, overwrite: true);
            if (info.Audio is not null)
            {
                File.Move(p1, Audio16k, overwrite: true);
                File.Move(p2, Audio48k, overwrite: true);
            }
        }
        catch (FfmpegFailedException e) when (e.LogTail.Contains("not found for input stream", StringComparison.Ordinal))
        {
            throw Intake.Unsupported(info.Video!.Codec, e);
        }
        catch (FfmpegFailedException e)
        {
            throw MediaProbe.NotAVideo(e);
        }
        catch (TimeoutException e)
        {
            throw FfmpegRun.TooCostly(e);
        }
        finally
        {
            File.Delete(p0);
            File.Delete(p1);
            File.Delete(p2);
        }
    }

    // No extra chunks: our header is 44 bytes.
    private const string Wav = "-c:a pcm_s16le -fflags +bitexact -flags:a +bitexact -f wav";
}
