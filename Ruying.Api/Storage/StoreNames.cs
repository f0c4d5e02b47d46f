using Ruying.Api.Videos;
using Ruying.Pipeline.Avatars;

namespace Ruying.Api.Storage;

/// <summary>What is kept under which name: ids of ours and fixed words, never a client's. On disk they are the paths below the data folder.</summary>
public static class StoreNames
{
    public const string AllUploads = "uploads/", AllAvatars = "avatars/", AllVideos = "videos/", AllWork = "work/";

    /// <summary>The field's name of footage and recordings.</summary>
    private const string MainField = "footage";

    /// <summary>Files of a package that are read and replaced without the rest of it; the manifest comes last.</summary>
    public static readonly IReadOnlyList<string> PackageParts = [AvatarPackage.PosterName, AvatarPackage.ManifestName];

    /// <summary>The uploaded file of an avatar or a video, or of an upload that nothing was made of yet.</summary>
    public static string Upload(string subjectId) => Upload(subjectId, MainField);

    /// <summary>One of the clips that an avatar is made of, from 0.</summary>
    public static string Clip(string avatarId, int index) => Upload(avatarId, ClipField(index));

    /// <summary>What a clip is called among the things uploaded for an avatar: the first is its <see cref="Upload(string)"/>.</summary>
    public static string ClipField(int index) => index == 0 ? MainField : $"{MainField}-{index + 1}";

    /// <summary>A file uploaded with it, by the name of its field.</summary>
    public static string Upload(string subjectId, string field) => $"{AllUploads}{subjectId}/{field}";

    /// <summary>The music uploaded for a video.</summary>
    public static string Music(string videoId) => Upload(videoId, "music");

    /// <summary>The picture uploaded for a video's background.</summary>
    public static string Background(string videoId) => Upload(videoId, BackgroundFiles.Field);

    /// <summary>What all names of things uploaded for an avatar or a video begin with.</summary>
    public static string Uploads(string subjectId) => $"{AllUploads}{subjectId}/";

    /// <summary>What all names of a published avatar begin with.</summary>
    public static string Avatar(string avatarId) => $"{AllAvatars}{avatarId}/";

    /// <summary>A published avatar's package, a folder.</summary>
    public static string Package(string avatarId) => Avatar(avatarId) + "package";

    /// <summary>A published avatar's manifest: where it is, the package is.</summary>
    public static string Manifest(string avatarId) => $"{Package(avatarId)}/{AvatarPackage.ManifestName}";

    /// <summary>A published avatar's picture.</summary>
    public static string Poster(string avatarId) => $"{Package(avatarId)}/{AvatarPackage.PosterName}";

    /// <summary>A file of the footage report.</summary>
    public static string Report(string avatarId, string file) => Avatar(avatarId) + file;

    /// <summary>A picture of a frame that the report's findings name.</summary>
    public static string ReportFrame(string avatarId, int frame) => Report(avatarId, AvatarBuilder.FrameName(frame));

    /// <summary>A published video.</summary>
    /// <param name="videoId">The video.</param>
    /// <param name="format">Its format's extension; null for MP4.</param>
    public static string Video(string videoId, string? format = null) => VideoFiles(videoId) + (format ?? "mp4");

    /// <summary>The picture of a published video's background, for others like it.</summary>
    public static string KeptBackground(string videoId) => VideoFiles(videoId) + "background";

    /// <summary>A published video's caption file.</summary>
    /// <param name="videoId">The video.</param>
    /// <param name="format">The format's extension.</param>
    public static string Captions(string videoId, string format) => VideoFiles(videoId) + format;

    /// <summary>A picture of a published video.</summary>
    public static string Still(string videoId) => Captions(videoId, "jpg");

    /// <summary>What the names of a video, its captions, its still and its background begin with.</summary>
    public static string VideoFiles(string videoId) => $"{AllVideos}{videoId}.";

    /// <summary>What the names of a job's unfinished work begin with that its workers share.</summary>
    public static string Work(string jobId) => $"{AllWork}{jobId}/";

    /// <summary>The id that a name belongs to; empty where it is none of ours.</summary>
    public static string IdOf(string name) =>
        name.Split('/') is [_, var second, ..] && second.Split('.')[0] is var id && Guid.TryParseExact(id, "N", out _) ? id : "";
}
