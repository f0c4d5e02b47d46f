using System.Text;
using FFMpegCore;

namespace Ruying.Pipeline.Media;

/// <summary>Joins encoded segments and a sound to the file that people get: picture copied; MP4 with AAC and its index first, or WebM with Opus.</summary>
public static class VideoAssembler
{
    private const string OwnVideos = "-format_whitelist concat,mov,matroska";

    /// <summary>Assembles with a sound from memory.</summary>
    /// <inheritdoc cref="AssembleAsync(IReadOnlyList{string}, string?, string, IReadOnlyDictionary{string, string}, VideoFormat, bool, CancellationToken)"/>
    /// <param name="videoPaths">Videos of a <see cref="VideoWriter"/>, of one size, in order; 1 or more.</param>
    /// <param name="audio">The sound, from the first frame on.</param>
    /// <param name="outputPath">Where; an older file is replaced when the new one is complete.</param>
    /// <param name="metadata">Tags of the file, such as <c>title</c>, <c>comment</c> or <c>AIGC</c>; any text.</param>
    /// <param name="cancellationToken">Ends ffmpeg at once; nothing is left.</param>
    public static async Task AssembleAsync(
        IReadOnlyList<string> videoPaths, PcmAudio audio, string outputPath,
        IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken = default)
    {
        using var files = new LinkedFiles();
        var wav = files.Scratch("sound.wav");
        WavFile.Write(wav, audio);
        await AssembleAsync(videoPaths, wav, outputPath, metadata, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Assembles with a sound from a file.</summary>
    /// <param name="videoPaths">Videos of a <see cref="VideoWriter"/>, of one size, in order; 1 or more.</param>
    /// <param name="wavPath">A WAV file, from the first frame on; null for none.</param>
    /// <param name="outputPath">Where; an older file is replaced when the new one is complete.</param>
    /// <param name="metadata">Tags of the file, such as <c>title</c>, <c>comment</c> or <c>AIGC</c>; any text.</param>
    /// <param name="format">What the videos are, and what is written.</param>
    /// <param name="transparent">Whether they have an alpha channel.</param>
    /// <param name="cancellationToken">Ends ffmpeg at once; nothing is left.</param>
    /// <exception cref="FootageException"><c>file.missing</c>.</exception>
    /// <exception cref="EnvironmentException"><c>disk.full</c>, <c>program.missing</c>.</exception>
    /// <exception cref="FfmpegFailedException">ffmpeg gave up: a segment is broken.</exception>
    public static async Task AssembleAsync(
        IReadOnlyList<string> videoPaths, string? wavPath, string outputPath,
        IReadOnlyDictionary<string, string> metadata, VideoFormat format = VideoFormat.Mp4, bool transparent = false, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(videoPaths.Count, nameof(videoPaths));
        using var files = new LinkedFiles();
        // The list names only our links, beside it.
        var list = files.Scratch("list.txt");
        var names = videoPaths.Select(path => $"file {Path.GetFileName(files.Input(path))}\n");
        await File.WriteAllTextAsync(list, string.Concat(names), cancellationToken).ConfigureAwait(false);
        var tags = files.Scratch("tags.txt");
        await File.WriteAllTextAsync(tags, Tags(metadata), cancellationToken).ConfigureAwait(false);
        var output = files.Output(outputPath, out var partial);
        var inputs = FFMpegArguments
            .FromFileInput(list, verifyExists: false, o => o.WithCustomArgument(
                $"{FfmpegRun.Global} {FfmpegRun.FilesOnly} {OwnVideos} -f concat -safe 1"))
            .AddFileInput(tags, verifyExists: false, o => o.WithCustomArgument($"{FfmpegRun.FilesOnly} -f ffmetadata"));
        if (wavPath is not null)
        {
            inputs = inputs.AddFileInput(files.Input(wavPath), verifyExists: false, o => o.WithCustomArgument($"{FfmpegRun.FilesOnly} -f wav"));
        }

        var processor = inputs
            .OutputToFile(output, overwrite: true, o => o.WithCustomArgument(
                $"-map 0:v:0 {(wavPath is null ? "-an" : "-map 2:a:0")} -map_metadata 1 -map_chapters -1 -c:v copy -ar {Clock.OutputSampleRate} "
                + (format == VideoFormat.WebM
                    ? $"-c:a libopus -b:a 96k {(transparent ? "-metadata:s:v:0 alpha_mode=1 " : "")}-f webm"
                    : "-c:a aac -b:a 160k -video_track_timescale 12800 -movflags +faststart+use_metadata_tags -f mp4")));
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

    private static string Tags(IReadOnlyDictionary<string, string> metadata)
    {
        var text = new StringBuilder(";FFMETADATA1\n");
        foreach (var (key, value) in metadata)
        {
            text.Append(Escape(key)).Append('=').Append(Escape(value)).Append('\n');
        }

        return text.ToString();
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text.Where(c => c is '\n' || !char.IsControl(c)))
        {
            if (c is '=' or ';' or '#' or '\\' or '\n')
            {
                escaped.Append('\\');
            }

            escaped.Append(c);
        }

        return escaped.ToString();
    }
}
