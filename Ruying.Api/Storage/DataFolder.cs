using Microsoft.Extensions.Options;
using Ruying.Api.Videos;
using Ruying.Pipeline;

namespace Ruying.Api.Storage;

/// <summary>The folder that holds everything the service keeps. Every path below is made of ids of our own, never of a client's words.</summary>
public sealed class DataFolder : IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);

    private FileStream? _lock;

    /// <summary>Makes the folder.</summary>
    /// <exception cref="EnvironmentException">It cannot be written (<c>data.not_writable</c>).</exception>
    public DataFolder(IOptions<ServiceOptions> options)
    {
        Root = Path.GetFullPath(options.Value.DataFolder);
        try
        {
            foreach (var folder in new[] { Root, Uploads, Avatars, Videos, Work, Logs, Keys })
            {
                Directory.CreateDirectory(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException(
                "data.not_writable", $"The data folder {Root} cannot be written: {exception.Message} Set RUYING_DATA to a folder that can.", exception);
        }
    }

    public string Root { get; }

    public string Database => Path.Combine(Root, "ruying.db");

    public string Keys => Path.Combine(Root, "keys");

    /// <summary>Imported models; made when the first arrives.</summary>
    public string Models => Path.Combine(Root, "models");

    /// <summary>Lexicons; made when the first arrives.</summary>
    public string Lexicons => Path.Combine(Root, "lexicons");

    /// <summary>What can be made again at any time; made when first needed.</summary>
    public string Cache => Path.Combine(Root, "cache");

    /// <summary>What clients sent: a folder for each avatar and video, and for each upload that nothing was made of yet.</summary>
    public string Uploads => Path.Combine(Root, "uploads");

    /// <summary>Published avatars.</summary>
    public string Avatars => Path.Combine(Root, "avatars");

    /// <summary>Published videos.</summary>
    public string Videos => Path.Combine(Root, "videos");

    /// <summary>Unfinished work: a folder for each job.</summary>
    public string Work => Path.Combine(Root, "work");

    /// <summary>The jobs' logs.</summary>
    public string Logs => Path.Combine(Root, "logs");

    /// <summary>The uploaded file of an avatar or a video, or of an upload that nothing was made of yet.</summary>
    public string Upload(string subjectId) => Path.Combine(Uploads, subjectId, "footage");

    /// <summary>An upload's bytes as long as they are not whole.</summary>
    public string PartialUpload(string uploadId) => Upload(uploadId) + ".partial";

    /// <summary>A file uploaded with it, by the name of its field.</summary>
    public string Upload(string subjectId, string field) => Path.Combine(Uploads, subjectId, field);

    /// <summary>The music uploaded for a video.</summary>
    public string Music(string videoId) => Upload(videoId, "music");

    /// <summary>The picture uploaded for a video's background.</summary>
    public string Background(string videoId) => Upload(videoId, BackgroundFiles.Field);

    /// <summary>All that was uploaded for an avatar or a video.</summary>
    public string UploadFolder(string subjectId) => Path.Combine(Uploads, subjectId);

    /// <summary>All of a job's unfinished work.</summary>
    public string WorkFolder(string jobId) => Path.Combine(Work, jobId);

    /// <summary>Where a file of the store is brought that a job reads.</summary>
    public string Input(string jobId, string name) => Path.Combine(Work, jobId, "inputs", name);

    /// <summary>Where a job's stages keep what they made.</summary>
    public string Stages(string jobId) => Path.Combine(Work, jobId, "stages");

    /// <summary>Where a job puts its result together before it is published by one rename.</summary>
    public string Result(string jobId) => Path.Combine(Work, jobId, "result");

    /// <summary>A published avatar: its package and its report.</summary>
    public string Avatar(string avatarId) => Path.Combine(Avatars, avatarId);

    /// <summary>The package within a published avatar.</summary>
    public string Package(string avatarId) => Path.Combine(Avatar(avatarId), "package");

    /// <summary>A published video.</summary>
    /// <param name="videoId">The video.</param>
    /// <param name="format">Its format's extension; null for MP4.</param>
    public string Video(string videoId, string? format) => Captions(videoId, format ?? "mp4");

    /// <summary>The picture of a published video's background.</summary>
    public string KeptBackground(string videoId) => Captions(videoId, "background");

    /// <summary>A published video's caption file.</summary>
    /// <param name="videoId">The video.</param>
    /// <param name="format">The format's extension.</param>
    public string Captions(string videoId, string format) => Path.Combine(Videos, $"{videoId}.{format}");

    /// <summary>A job's log.</summary>
    public string Log(string jobId) => Path.Combine(Logs, jobId + ".log");

    public void RemoveUpload(string subjectId) => RemoveFolder(UploadFolder(subjectId));

    public void RemoveWork(string jobId) => RemoveFolder(WorkFolder(jobId));

    /// <summary>Removes all that a deleted job left: its work folder and its log.</summary>
    public void RemoveJob(string jobId)
    {
        RemoveWork(jobId);
        File.Delete(Log(jobId));
    }

    /// <summary>Removes what an upload or a deletion that was cut short left behind.</summary>
    /// <param name="subjects">The ids of all avatars, videos and uploads.</param>
    /// <param name="jobs">The ids of all jobs.</param>
    /// <param name="before">Only what was changed last before then.</param>
    public void Sweep(IReadOnlySet<string> subjects, IReadOnlySet<string> jobs, DateTimeOffset before)
    {
        RemoveUnknown(Uploads, subjects, before);
        RemoveUnknown(Avatars, subjects, before);
        RemoveUnknown(Videos, subjects, before);
        RemoveUnknown(Work, jobs, before);
        RemoveUnknown(Logs, jobs, before);
    }

    /// <summary>Keeps the folder for this process, or for those that share it: two that do not know of each other would run each job twice.</summary>
    /// <param name="shared">Whether others that share it may have it too.</param>
    /// <param name="patience">How long to wait for a service that is stopping.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="EnvironmentException">Another process uses it (<c>data.in_use</c>).</exception>
    public async Task TakeAsync(bool shared, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var start = time.GetTimestamp(); ;)
        {
            try
            {
                _lock = new FileStream(Path.Combine(Root, "lock"), FileMode.OpenOrCreate, shared ? FileAccess.Read : FileAccess.ReadWrite, shared ? FileShare.Read : FileShare.None);
                return;
            }
            catch (IOException exception)
            {
                if (time.GetElapsedTime(start) >= patience)
                {
                    throw new EnvironmentException(
                        "data.in_use", $"The data folder {Root} is in use by another service; stop that one or set RUYING_DATA to another folder.", exception);
                }
            }

            await Task.Delay(Retry, time, cancellationToken);
        }
    }

    public void Dispose() => _lock?.Dispose();

    private static void RemoveUnknown(string folder, IReadOnlySet<string> known, DateTimeOffset before)
    {
        foreach (var entry in Directory.GetFileSystemEntries(folder))
        {
            // Only names that we make: what someone else put here is theirs.
            var id = Path.GetFileNameWithoutExtension(entry);
            if (Guid.TryParseExact(id, "N", out _) && !known.Contains(id) && File.GetLastWriteTimeUtc(entry) < before.UtcDateTime)
            {
                if (Directory.Exists(entry))
                {
                    RemoveFolder(entry);
                }
                else
                {
                    File.Delete(entry);
                }
            }
        }
    }

    private static void RemoveFolder(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already, which is what was wanted.
        }
    }
}
