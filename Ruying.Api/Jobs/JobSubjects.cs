using Microsoft.EntityFrameworkCore;
using Ruying.Api.Data;

namespace Ruying.Api.Jobs;

/// <summary>Says what jobs make.</summary>
public sealed class JobSubjects(IDbContextFactory<RuyingDb> databases)
{
    /// <summary>The subjects of some jobs, by the jobs' ids.</summary>
    public async Task<IReadOnlyDictionary<string, JobSubject>> ListAsync(IReadOnlyCollection<JobResponse> jobs, CancellationToken cancellationToken)
    {
        var ids = jobs.Select(job => job.SubjectId).ToHashSet();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var avatars = await db.Avatars.AsNoTracking().Where(a => ids.Contains(a.Id)).Select(a => new { a.Id, a.Name, a.Job!.State }).ToListAsync(cancellationToken);
        var videos = await db.Videos.AsNoTracking().Where(v => ids.Contains(v.Id)).Select(v => new { v.Id, v.AvatarId, v.Avatar!.Name, v.Text, v.RecordingName }).ToListAsync(cancellationToken);
        var previews = await db.Previews.AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.AvatarId, p.Avatar!.Name }).ToListAsync(cancellationToken);
        var subjects = avatars.ToDictionary(a => a.Id, a => new JobSubject(a.Name, null, $"/avatars/{a.Id}", a.State == JobState.Succeeded ? Poster(a.Id) : null));
        foreach (var video in videos)
        {
            subjects[video.Id] = new JobSubject(video.Text ?? video.RecordingName ?? "", video.Name, $"/videos/{video.Id}", Poster(video.AvatarId));
        }

        foreach (var preview in previews)
        {
            subjects[preview.Id] = new JobSubject(preview.Name, preview.Name, null, Poster(preview.AvatarId));
        }

        // Models have no row: their name is the subject.
        return jobs.ToDictionary(job => job.Id, job => subjects.GetValueOrDefault(job.SubjectId) ?? new JobSubject(job.SubjectId, null, null, null));
    }

    private static string Poster(string avatarId) => $"/api/v1/avatars/{avatarId}/poster.jpg";
}
