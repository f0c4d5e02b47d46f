using Hangfire;
using Microsoft.EntityFrameworkCore;
using Ruying.Api.Consents;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Segments;
using Ruying.Api.Storage;
using Ruying.Api.Telemetry;
using Ruying.Pipeline;
using Ruying.Pipeline.Media;

namespace Ruying.Api.Videos;

/// <summary>Avatar and script in, video out.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class RenderVideoJob(
    JobRunner runner, JobStore jobs, IPipeline pipeline, IDbContextFactory<RuyingDb> databases, IFileStore store, KeptFiles kept, DataFolder data, SegmentCrews crews, SharedWork shared, ServiceMetrics metrics) : IJobHandler
{
    /// <summary>Runs the next of these jobs.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => runner.RunNextAsync([JobKind.Video], this, cancellationToken);

    public async Task ExecuteAsync(JobRow job, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var video = await db.Videos.AsNoTracking().SingleAsync(v => v.Id == job.SubjectId, cancellationToken);
        await ConsentRules.RequireForJobAsync(db, video.AvatarId, cancellationToken);

        var stages = data.Stages(job.Id);
        var folder = data.Result(job.Id);
        Directory.CreateDirectory(stages);
        Directory.CreateDirectory(folder);
        await shared.BringAsync(job.Id, cancellationToken);
        var background = video.BackgroundName is null ? null : await store.BringAsync(StoreNames.Background(video.Id), data.Input(job.Id, BackgroundFiles.Field), cancellationToken);
        var request = VideoRequests.Of(
            video,
            video.RecordingName is null ? null : await store.BringAsync(StoreNames.Upload(video.Id), data.Input(job.Id, "recording"), cancellationToken),
            video.MusicName is null ? null : await store.BringAsync(StoreNames.Music(video.Id), data.Input(job.Id, "music"), cancellationToken),
            background,
            video.Text is null ? [] : await pipeline.Lexicons.ReadAsync(cancellationToken: cancellationToken));
        var package = await store.BringFolderAsync(StoreNames.Package(video.AvatarId), StoreNames.PackageParts, cancellationToken);
        var made = Path.Combine(folder, "video." + (video.Format ?? VideoPicture.Name(VideoFormat.Mp4)));
        await using var crew = crews.Make(job);
        var result = await pipeline.RenderVideoAsync(package, request, made, stages, progress, crew, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();

        await db.Videos.Where(v => v.Id == video.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(v => v.Seconds, result.Seconds).SetProperty(v => v.Marks, VideoRow.Write(result.Marks)), cancellationToken);

        await jobs.RequireHeldAsync(job, cancellationToken);

        // The video comes last: where it is, its captions are, and its background's picture for others like it.
        if (background is not null)
        {
            await store.PutAsync(background, StoreNames.KeptBackground(video.Id), cancellationToken);
        }

        foreach (var file in result.Captions)
        {
            await store.MoveAsync(file, StoreNames.Captions(video.Id, Path.GetExtension(file)[1..]), cancellationToken);
        }

        await store.MoveAsync(made, StoreNames.Video(video.Id, video.Format), cancellationToken);
        metrics.Rendered(result.Frames, result.StageSeconds.TryGetValue("render", out var seconds) ? seconds : null);
    }

    public Task DiscardAsync(JobRow job) => kept.RemoveVideoAsync(job.SubjectId, CancellationToken.None);
}
