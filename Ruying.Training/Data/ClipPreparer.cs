using FFMpegCore;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;

namespace Ruying.Training.Data;

/// <summary>Tracks faces and reads sound, once for each clip.</summary>
/// <param name="sessions">Networks of the tracker.</param>
/// <param name="work">The training folder.</param>
internal sealed class ClipPreparer(OnnxSessions sessions, string work)
{
    /// <summary>Where a prepared clip lies.</summary>
    public static string PathOf(string work, string id) => Path.Combine(work, "clips", id + ".clip");

    /// <summary>Files below a folder in the order of their names; none where the folder is not there.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        : Array.Empty<string>();

    /// <summary>Prepares a clip unless it is there.</summary>
    /// <param name="id">Its name below <c>clips</c>.</param>
    /// <param name="video">Footage of any rate; brought to 25 frames a second.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    /// <returns>Whether there was work to do.</returns>
    public async Task<bool> PrepareAsync(string id, string video, CancellationToken cancellationToken)
    {
        var path = PathOf(work, id);
        if (File.Exists(path))
        {
            return false;
        }

        var normalised = Path.ChangeExtension(path, ".mp4");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await FFMpegArguments.FromFileInput(video)
            .OutputToFile(normalised, overwrite: true, o => o.WithCustomArgument(
                "-map 0:v:0 -an -t 60 -vf fps=25,scale=trunc(iw/2)*2:trunc(ih/2)*2 -c:v libx264 -preset ultrafast -crf 12 -pix_fmt yuv420p"))
            .ProcessAsynchronously(throwOnError: true, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        var sound = await AudioReader.ReadAsync(video, Clock.ModelSampleRate, cancellationToken: cancellationToken).ConfigureAwait(false);
        var found = await new FaceTracker(sessions)
            .TrackAsync(VideoReader.ReadAsync(normalised, cancellationToken: cancellationToken), FaceChoice.Largest, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        File.Delete(normalised);
        new PreparedClip(found.Track, sound.Samples).Save(path);
        return true;
    }
}
