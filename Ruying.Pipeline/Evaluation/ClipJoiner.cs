using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech.Alignment;

namespace Ruying.Pipeline.Evaluation;

/// <summary>
/// Joins the clips of a folder into one, each brought to the inner clock first, so that no gap in a clip's time stamps can move sound
/// against picture. Word times that lie beside every clip are carried over.
/// </summary>
public static class ClipJoiner
{
    private static readonly string[] Endings = [".mp4", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg"];

    /// <summary>The clips of a folder, in the order of names; those of its subfolders are not among them.</summary>
    /// <param name="folder">The folder.</param>
    public static IReadOnlyList<string> Clips(string folder) =>
        [.. Directory.EnumerateFiles(folder).Where(f => Endings.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];

    /// <summary>Joins in the order of names; <see cref="ClipSentences"/> then finds the words.</summary>
    /// <param name="folder">Holds clips of one size, 3 s or longer, all with sound.</param>
    /// <param name="outputPath">The MP4 to write; what an earlier call wrote there is kept.</param>
    /// <param name="workFolder">For what lies between.</param>
    /// <param name="cancellationToken">Stops within a clip.</param>
    /// <exception cref="FootageException"><c>file.missing</c>: no clip in the folder; or a clip cannot be used.</exception>
    public static async Task JoinAsync(string folder, string outputPath, string workFolder, CancellationToken cancellationToken = default)
    {
        if (File.Exists(outputPath))
        {
            return;
        }

        var clips = Clips(folder);
        if (clips.Count == 0)
        {
            throw new FootageException("file.missing", $"There is no clip in {folder}.");
        }

        var videos = new List<string>();
        var sound = new List<float>();
        var sentences = new List<TimedSentence>();
        var frames = 0;
        foreach (var clip in clips)
        {
            var footage = await Intake.NormaliseAsync(clip, workFolder, cancellationToken: cancellationToken).ConfigureAwait(false);
            videos.Add(footage.VideoPath);
            sound.AddRange(footage.AudioPath48k is { } path ? WavFile.Read(path).Samples : new float[footage.Frames * Clock.OutputSampleRate / Clock.FramesPerSecond]);
            if (ClipSentences.Beside(clip, frames, footage.Frames) is { } sentence)
            {
                sentences.Add(sentence);
            }

            frames += footage.Frames;
        }

        // Where the words of one clip are not known, its speech would count as silence.
        if (sentences.Count == clips.Count)
        {
            ClipSentences.Save(outputPath, sentences);
        }

        await VideoAssembler.AssembleAsync(
            videos, new PcmAudio([.. sound], Clock.OutputSampleRate), outputPath, new Dictionary<string, string> { ["title"] = Path.GetFileName(folder) }, cancellationToken).ConfigureAwait(false);
    }
}
