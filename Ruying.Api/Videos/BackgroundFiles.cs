using Microsoft.EntityFrameworkCore;
using Ruying.Api.Data;
using Ruying.Api.Problems;
using Ruying.Api.Storage;
using Ruying.Pipeline;
using Ruying.Pipeline.Pictures;

namespace Ruying.Api.Videos;

/// <summary>Pictures behind the person: they come as a file, as an upload or from another video, and stay with their video for others.</summary>
public sealed class BackgroundFiles(IDbContextFactory<RuyingDb> databases, IFileStore store, DataFolder data)
{
    /// <summary>The form's field for the file, and the file's name while the video is made.</summary>
    public const string Field = "backgroundPicture";

    /// <summary>Takes another video's picture for a new one.</summary>
    /// <param name="sourceId">The video that has it; null where none was named.</param>
    /// <param name="videoId">The new video's id: the picture lies among its uploads on this machine afterwards.</param>
    /// <param name="cancellationToken">Stops copying.</param>
    /// <returns>Null where no video was named.</returns>
    /// <exception cref="RequestException"><c>video.unknown</c>.</exception>
    /// <exception cref="PictureException"><c>picture.missing</c>: that video has none.</exception>
    public async Task<UploadedFile?> CopyAsync(string? sourceId, string videoId, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(sourceId))
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var video = await db.Videos.AsNoTracking().SingleOrDefaultAsync(v => v.Id == sourceId, cancellationToken)
            ?? throw RequestException.NotFound("video.unknown", "There is no such video whose background could be taken; it may have been deleted.");

        // While it is not made, and if it failed, its picture lies where it came.
        foreach (var name in video.BackgroundName is null ? [] : new[] { StoreNames.KeptBackground(video.Id), StoreNames.Background(video.Id) })
        {
            if (await store.FindAsync(name, cancellationToken) is { } file)
            {
                await store.GetAsync(name, data.Background(videoId), cancellationToken);
                return new UploadedFile(video.BackgroundName!, file.Length);
            }
        }

        throw Missing();
    }

    /// <summary>Looks at a picture that came for a video, before a job is made of it.</summary>
    /// <param name="videoId">The video.</param>
    /// <param name="picture">The file, in the store.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="PictureException"><c>picture.too_large</c>, <c>picture.not_an_image</c>.</exception>
    public async Task RequireAsync(string videoId, UploadedFile picture, CancellationToken cancellationToken)
    {
        var head = new byte[PictureFile.HeadBytes];
        await using var file = await store.OpenAsync(StoreNames.Background(videoId), 0, Math.Min(head.Length, picture.Length), cancellationToken);
        var length = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        PictureFile.Require(picture.Length, head.AsSpan(0, length));
    }

    internal static PictureException Missing() => new("picture.missing", "The background is to be a picture, and none is there: send a JPEG or a PNG, or choose another background.");
}
