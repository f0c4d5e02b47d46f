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
public sealed class BuildAvatarJob(JobRunner runner, JobStore jobs, IPipeline pipeline, IDbContextFactory<RuyingDb> databases, IFileStore store, KeptFiles kept, DataFolder data) : IJobHandler
{
    private static readonly string[] ReportFiles = [AvatarBuilder.ReportJsonName, AvatarBuilder.ReportHtmlName];

    /// <summary>Runs the next of these jobs.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => runner.RunNextAsync([JobKind.Avatar, JobKind.StudioAvatar], this, cancellationToken);

    public async Task ExecuteAsync(JobRow job, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        // Published by an attempt that ended before the row could say so.
        if (await store.FindAsync(StoreNames.Manifest(job.SubjectId), cancellationToken) is not null)
        {
            return;
        }

        AvatarRow avatar;
        var hasClip = false;
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            avatar = await db.Avatars.AsNoTracking().SingleAsync(a => a.Id == job.SubjectId, cancellationToken);
            await ConsentRules.RequireForJobAsync(db, avatar.Id, cancellationToken);
            hasClip = await db.Consents.AnyAsync(c => c.AvatarId == avatar.Id && c.ClipName != null, cancellationToken);
        }

        var stages = data.Stages(job.Id);
        var result = data.Result(job.Id);
        var package = Path.Combine(result, "package");
        var footage = new List<string>();
        for (var i = 0; i <= avatar.JoinedClips; i++)
        {
            footage.Add(await store.BringAsync(StoreNames.Clip(avatar.Id, i), data.Input(job.Id, StoreNames.ClipField(i)), cancellationToken));
        }

        var clip = hasClip
            ? await store.BringAsync(StoreNames.Upload(avatar.Id, AvatarService.ConsentClip), data.Input(job.Id, AvatarService.ConsentClip), cancellationToken)
            : null;
        Directory.CreateDirectory(stages);
        Directory.CreateDirectory(result);
        try
        {
            // The package appears whole or not at all: one that is there was finished by an earlier attempt.
            if (!Directory.Exists(package))
            {
                await pipeline.BuildAvatarAsync(
                    footage,
                    package,
                    stages,
                    new AvatarOptions
                    {
                        Name = avatar.Name,
                        FootageName = avatar.FootageName,
                        Consent = avatar.Consent,
                        ConsentClip = clip,
                        Engine = avatar.Engine,
                        Review = avatar.Review,
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
            await PublishAsync(stages, package, avatar.Id, cancellationToken);
            throw;
        }

        if (pipeline.ReadConsentMatch(package) is { } match)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            await db.Consents.Where(c => c.AvatarId == avatar.Id && c.ClipName != null)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.Distance, match.Distance).SetProperty(c => c.Limit, match.Limit), cancellationToken);
        }

        await jobs.RequireHeldAsync(job, cancellationToken);
        await PublishAsync(stages, package, avatar.Id, cancellationToken);
    }

    public Task DiscardAsync(JobRow job) => kept.RemoveAvatarAsync(job.SubjectId, CancellationToken.None);

    /// <summary>The package comes last: where it is, its report is.</summary>
    private async Task PublishAsync(string stages, string package, string avatarId, CancellationToken cancellationToken)
    {
        var frames = Path.Combine(stages, AvatarBuilder.FramesFolder);
        IEnumerable<string> pictures = Directory.Exists(frames) ? Directory.GetFiles(frames, "*.jpg").Select(file => $"{AvatarBuilder.FramesFolder}/{Path.GetFileName(file)}") : [];

        // The pictures first: where a report is, they are.
        foreach (var name in pictures.Concat(ReportFiles))
        {
            var made = Path.Combine(stages, name);
            if (File.Exists(made))
            {
                await store.PutAsync(made, StoreNames.Report(avatarId, name), cancellationToken);
            }
        }

        if (Directory.Exists(package))
        {
            await store.MoveFolderAsync(package, StoreNames.Package(avatarId), StoreNames.PackageParts, cancellationToken);
        }
    }
}
