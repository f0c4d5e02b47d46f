using Microsoft.EntityFrameworkCore;
using Ruying.Api.Data;
using Ruying.Api.Storage;
using Ruying.Pipeline.Captions;

namespace Ruying.Api.Backups;

/// <summary>Which files a database speaks of.</summary>
/// <param name="Wanted">Files and folders to copy where they are there.</param>
/// <param name="Required">Those without which an avatar, a video or an unfinished job is lost.</param>
internal sealed record BackupContents(IReadOnlyList<string> Wanted, IReadOnlyList<string> Required)
{
    /// <summary>Reads it from a copy of the database.</summary>
    public static async Task<BackupContents> ReadAsync(RuyingDb db, DataFolder data, CancellationToken cancellationToken)
    {
        List<string> wanted = [], required = [];
        foreach (var job in await db.Jobs.AsNoTracking().ToListAsync(cancellationToken))
        {
            wanted.Add(data.UploadFolder(job.SubjectId));
            wanted.Add(data.Log(job.Id));
        }

        foreach (var avatar in await db.Avatars.AsNoTracking().Include(a => a.Job).ToListAsync(cancellationToken))
        {
            wanted.Add(data.Avatar(avatar.Id));
            if (avatar.Job!.State == JobState.Succeeded)
            {
                required.Add(data.Package(avatar.Id));
            }
            else if (!avatar.Job.IsFinal)
            {
                required.Add(data.Upload(avatar.Id));
            }
        }

        foreach (var video in await db.Videos.AsNoTracking().Include(v => v.Job).ToListAsync(cancellationToken))
        {
            List<string> made = [data.Video(video.Id, video.Format)];
            made.AddRange(CaptionFile.Formats
                .Where(format => CaptionOptions.ParseFiles(video.Captions).HasFlag(format))
                .Select(format => data.Captions(video.Id, CaptionFile.Extension(format))));
            wanted.AddRange(made);
            wanted.Add(data.KeptBackground(video.Id));
            if (video.Job!.State == JobState.Succeeded)
            {
                required.AddRange(made);
            }
            else if (!video.Job.IsFinal)
            {
                required.AddRange(video.RecordingName is null ? [] : [data.Upload(video.Id)]);
                required.AddRange(video.MusicName is null ? [] : [data.Music(video.Id)]);
                required.AddRange(video.BackgroundName is null ? [] : [data.Background(video.Id)]);
            }
        }

        foreach (var upload in await db.Uploads.AsNoTracking().Where(u => u.FinishedAt != null).ToListAsync(cancellationToken))
        {
            // Wanted, not required: an avatar or a video may have been made of it meanwhile.
            wanted.Add(data.UploadFolder(upload.Id));
        }

        return new BackupContents(wanted, required);
    }
}
