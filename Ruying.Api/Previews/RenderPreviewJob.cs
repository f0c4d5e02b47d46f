using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ruying.Api.Consents;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Storage;
using Ruying.Api.Videos;
using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Videos;
using Ruying.Pipeline.Videos.Segments;

namespace Ruying.Api.Previews;

/// <summary>Avatar and script in, the beginning of the video out.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class RenderPreviewJob(
    JobRunner runner, JobStore jobs, PreviewService previews, IPipeline pipeline, IDbContextFactory<RuyingDb> databases, IFileStore store, KeptFiles kept, DataFolder data, IOptions<ServiceOptions> options) : IJobHandler
{
    /// <summary>Runs the next of these jobs.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => runner.RunNextAsync([JobKind.Preview], this, cancellationToken);

    public async Task ExecuteAsync(JobRow job, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var preview = await db.Previews.AsNoTracking().Include(p => p.Avatar).SingleAsync(p => p.Id == job.SubjectId, cancellationToken);
        await ConsentRules.RequireForJobAsync(db, preview.AvatarId, cancellationToken);

        var (stages, folder) = (data.Stages(job.Id), data.Result(job.Id));
        Directory.CreateDirectory(stages);
        Directory.CreateDirectory(folder);
        var format = PreviewService.FormatOf(previews.Read(preview));
        var made = Path.Combine(folder, "video." + VideoPicture.Name(format));
        await using var crew = new LoneCrew();
        var result = await pipeline.RenderVideoAsync(
            await store.BringFolderAsync(StoreNames.Package(preview.AvatarId), StoreNames.PackageParts, cancellationToken), await RequestAsync(preview, format, job, cancellationToken), made, stages, progress, crew, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();

        await db.Previews.Where(p => p.Id == preview.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.Seconds, result.Seconds), cancellationToken);
        await jobs.RequireHeldAsync(job, cancellationToken);

        // The video comes last: where it is, its captions are.
        foreach (var file in result.Captions)
        {
            await store.MoveAsync(file, StoreNames.Captions(preview.Id, Path.GetExtension(file)[1..]), cancellationToken);
        }

        await store.MoveAsync(made, StoreNames.Video(preview.Id, VideoPicture.Name(format)), cancellationToken);
    }

    public Task DiscardAsync(JobRow job) => kept.RemoveVideoAsync(job.SubjectId, CancellationToken.None);

    // As the video would ask, by the same rules.
    private async Task<VideoRequest> RequestAsync(PreviewRow preview, VideoFormat format, JobRow job, CancellationToken cancellationToken)
    {
        var video = VideoRules.Row(previews.Read(preview) with { Format = VideoPicture.Name(format) }, preview.Avatar!, job, preview.RecordingName, preview.MusicName, preview.BackgroundName);
        var request = VideoRequests.Of(
            video,
            video.RecordingName is null ? null : await store.BringAsync(StoreNames.Upload(preview.Id), data.Input(job.Id, "recording"), cancellationToken),
            video.MusicName is null ? null : await store.BringAsync(StoreNames.Music(preview.Id), data.Input(job.Id, "music"), cancellationToken),
            video.BackgroundName is null ? null : await store.BringAsync(StoreNames.Background(preview.Id), data.Input(job.Id, BackgroundFiles.Field), cancellationToken),
            video.Text is null ? [] : await pipeline.Lexicons.ReadAsync(cancellationToken: cancellationToken));
        var settings = options.Value.Previews;
        return request with { Preview = new PreviewOptions { Seconds = settings.Seconds, ShortSide = settings.ShortSide } };
    }
}
