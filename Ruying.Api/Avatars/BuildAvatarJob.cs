using Hangfire;
using Microsoft.EntityFrameworkCore;
using Ruying.Api.Consents;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Storage;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;

namespace Ruying.Api.Avatars;

/// <summary>Footage in, avatar out.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class BuildAvatarJob(JobRunner runner, JobStore jobs, IPipeline pipeline, IDbContextFactory<RuyingDb> databases, DataFolder data) : IJobHandler
{
    private static readonly string[] ReportFiles = [AvatarBuilder.ReportJsonName, AvatarBuilder.ReportHtmlName];

    /// <summary>Runs the next of these jobs.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => runner.RunNextAsync([JobKind.Avatar, JobKind.StudioAvatar], this, cancellationToken);

    public async Task ExecuteAsync(JobRow job, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        // Published by an attempt that ended before the row could say so.
        if (Directory.Exists(data.Package(job.SubjectId)))
        {
            return;
        }

        AvatarRow avatar;
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            avatar = await db.Avatars.AsNoTracking().SingleAsync(a => a.Id == job.SubjectId, cancellationToken);
            await ConsentRules.RequireForJobAsync(db, avatar.Id, cancellationToken);
        }

        var stages = data.Stages(job.Id);
        var result = data.Result(job.Id);
        var package = Path.Combine(result, "package");
        var clip = data.Upload(avatar.Id, AvatarService.ConsentClip);
        Directory.CreateDirectory(stages);
        Directory.CreateDirectory(result);
        try
        {
            // The package appears whole or not at all: one that is there was finished by an earlier attempt.
            if (!Directory.Exists(package))
            {
                await pipeline.BuildAvatarAsync(
                    data.Upload(avatar.Id),
                    package,
                    stages,
                    new AvatarOptions
                    {
                        Name = avatar.Name,
                        FootageName = avatar.FootageName,
                        Consent = avatar.Consent,
                        ConsentClip = File.Exists(clip) ? clip : null,
                        Engine = avatar.Engine,
                        Studio = job.Kind == JobKind.StudioAvatar,
                    },
                    progress,
                    cancellationToken);
            }
        }
        catch (RuyingException)
        {
            // The report says what is wrong with the footage: it stays though there is no avatar.
            await jobs.RequireHeldAsync(job, cancellationToken);
            Publish(stages, result, avatar.Id);
            throw;
        }

        if (pipeline.ReadConsentMatch(package) is { } match)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            await db.Consents.Where(c => c.AvatarId == avatar.Id && c.ClipName != null)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.Distance, match.Distance).SetProperty(c => c.Limit, match.Limit), cancellationToken);
        }

        await jobs.RequireHeldAsync(job, cancellationToken);
        Publish(stages, result, avatar.Id);
    }

    public void Discard(JobRow job) => data.RemoveAvatar(job.SubjectId);

    private void Publish(string stages, string result, string avatarId)
    {
        foreach (var name in ReportFiles)
        {
            var made = Path.Combine(stages, name);
            if (File.Exists(made))
            {
                File.Copy(made, Path.Combine(result, name), overwrite: true);
            }
        }

        if (Directory.EnumerateFileSystemEntries(result).Any())
        {
            // Without a package what is there is the report of an attempt that ended before the row could say so.
            data.RemoveAvatar(avatarId);
            Directory.Move(result, data.Avatar(avatarId));
        }
    }
}
