using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ruying.Api.Avatars;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Models;
using Ruying.Api.Problems;
using Ruying.Api.Storage;
using Ruying.Api.Uploads;
using Ruying.Api.Videos;
using Ruying.Pipeline.Captions;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Pictures;

namespace Ruying.Api.Previews;

/// <summary>What clients may do with the beginnings of videos.</summary>
public sealed class PreviewService(
    IDbContextFactory<RuyingDb> databases,
    VideoRequestReader reader,
    UploadUse uses,
    BackgroundFiles backgrounds,
    QuotaGuard quota,
    IFileStore store,
    KeptFiles kept,
    DataFolder data,
    JobDispatcher dispatcher,
    JobService jobs,
    IPipeline pipeline,
    TimeProvider time,
    IOptions<ServiceOptions> options,
    IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json)
{
    /// <summary>How long a job may take to stop that is to be deleted.</summary>
    private const int StopSeconds = 10;

    private TimeSpan Lifetime => TimeSpan.FromMinutes(options.Value.Previews.Minutes);

    /// <summary>Takes the request for a video and starts to render its beginning. Uploads that it names stay as they are.</summary>
    /// <param name="request">The request, its body not read yet.</param>
    /// <param name="owner">Whose it is.</param>
    /// <param name="cancellationToken">Stops the upload.</param>
    /// <exception cref="RequestException">As of <see cref="VideoService.CreateAsync(HttpRequest, string?, Func{UploadedForm, Task}?, CancellationToken)"/>.</exception>
    public async Task<CreatedResponse> CreateAsync(HttpRequest request, string owner, CancellationToken cancellationToken)
    {
        await jobs.RequireRoomAsync(1, cancellationToken);
        await quota.RequireRoomAsync(owner, cancellationToken);
        var id = Ids.New(time);
        try
        {
            var sent = await reader.ReadAsync(request, id, avatarId: null, admit: null, cancellationToken);
            var (video, recording, music, background) = sent;
            recording = await CopyAsync(video.AudioUpload, recording, StoreNames.Upload(id), data.Upload(id), cancellationToken);
            music = await CopyAsync(video.MusicUpload, music, StoreNames.Music(id), data.Music(id), cancellationToken);
            background = VideoPicture.Of(video, background is not null).Kind != BackgroundKind.Picture
                ? null
                : await CopyAsync(video.BackgroundUpload, background, StoreNames.Background(id), data.Background(id), cancellationToken)
                    ?? await backgrounds.CopyAsync(video.BackgroundOf, id, cancellationToken) ?? throw BackgroundFiles.Missing();
            return await CreateAsync(id, new SentVideo(video, recording, music, background), cancellationToken);
        }
        catch
        {
            await kept.DropUploadAsync(id);
            throw;
        }
    }

    /// <exception cref="RequestException"><c>preview.unknown</c>.</exception>
    public async Task<PreviewResponse> GetAsync(string id, CancellationToken cancellationToken)
    {
        var row = await RequireAsync(id, cancellationToken);
        var request = Read(row);
        return PreviewResponse.From(row, CaptionOptions.ListFiles(VideoRules.Captions(request).Files), VideoPicture.Name(FormatOf(request)), Lifetime);
    }

    /// <summary>A preview once it is there or could not be made, or when the time is over.</summary>
    /// <param name="id">The preview.</param>
    /// <param name="seconds">How long to wait, up to <see cref="JobService.LongestWait"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RequestException"><c>preview.unknown</c>.</exception>
    public async Task<PreviewResponse> WaitAsync(string id, int seconds, CancellationToken cancellationToken)
    {
        await jobs.WaitAsync((await GetAsync(id, cancellationToken)).Job.Id, seconds, job => !job.Active, cancellationToken);
        return await GetAsync(id, cancellationToken);
    }

    /// <summary>The video file's name, and its format.</summary>
    /// <exception cref="RequestException"><c>preview.unknown</c>, <c>preview.not_ready</c>.</exception>
    public async Task<(string Name, string Format)> OpenAsync(string id, CancellationToken cancellationToken)
    {
        var preview = await GetAsync(id, cancellationToken);
        return preview.State == ResultState.Ready
            ? (await ExistingAsync(StoreNames.Video(preview.Id, preview.Format), cancellationToken), preview.Format)
            : throw RequestException.Conflict("preview.not_ready", "The preview is not there; see its job.");
    }

    /// <summary>A caption file's name.</summary>
    /// <exception cref="RequestException">As <see cref="OpenAsync"/>, or <c>captions.unknown</c>.</exception>
    public async Task<string> OpenCaptionsAsync(string id, string format, CancellationToken cancellationToken)
    {
        await OpenAsync(id, cancellationToken);
        return (await GetAsync(id, cancellationToken)).Captions.Split(',').Contains(format)
            ? await ExistingAsync(StoreNames.Captions(id, format), cancellationToken)
            : throw RequestException.NotFound("captions.unknown", "The preview has no such captions; ask for them when it is made.");
    }

    /// <summary>Deletes a preview; one that is being made is cancelled first.</summary>
    /// <exception cref="RequestException"><c>preview.unknown</c>; <c>preview.busy</c> where its job does not stop.</exception>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        var job = (await GetAsync(id, cancellationToken)).Job;
        if (job.Active)
        {
            try
            {
                await jobs.CancelAsync(job.Id, cancellationToken);
            }
            catch (RequestException exception) when (exception.Code == "job.finished")
            {
                // It ended in the meantime, or is being stopped already.
            }

            job = await jobs.WaitAsync(job.Id, StopSeconds, seen => !seen.Active, cancellationToken);
        }

        if (job.Active)
        {
            throw RequestException.Conflict("preview.busy", "The preview is being made and has not stopped yet; try again in a moment.");
        }

        await RemoveAsync(id, job.Id, cancellationToken);
    }

    /// <summary>Removes all that were kept for long enough, whosever they are.</summary>
    /// <returns>How many.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - Lifetime;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var over = await db.Previews.AsNoTracking().Where(p => p.Job!.FinishedAt != null && p.Job.FinishedAt <= before).Select(p => new { p.Id, p.JobId }).ToListAsync(cancellationToken);
        foreach (var preview in over)
        {
            await RemoveAsync(preview.Id, preview.JobId, cancellationToken);
        }

        return over.Count;
    }

    /// <summary>The request for the video that a preview is of.</summary>
    internal CreateVideoRequest Read(PreviewRow row) => JsonSerializer.Deserialize<CreateVideoRequest>(row.Request, json.Value.SerializerOptions)!;

    /// <summary>What a preview is written as: MP4, whatever its video will be, unless only WebM can show it.</summary>
    internal static VideoFormat FormatOf(CreateVideoRequest request) => VideoPicture.Of(request).Kind == BackgroundKind.Transparent ? VideoFormat.WebM : VideoFormat.Mp4;

    private async Task<CreatedResponse> CreateAsync(string id, SentVideo sent, CancellationToken cancellationToken)
    {
        var (request, recording, music, background) = sent;
        VideoRules.Check(request, recording is not null, options.Value.ScriptLimit);
        ModelRules.CheckEngine(pipeline.Models, request.Engine);
        var device = await jobs.RequireDeviceAsync(request.Device, cancellationToken);
        await kept.PublishUploadAsync(id, cancellationToken);
        if (background is not null)
        {
            await backgrounds.RequireAsync(id, background, cancellationToken);
        }

        // An avatar that is deleted between the look and the insert breaks a foreign key; the worker looks at the consent again.
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var avatar = await AvatarService.RequireReadyAsync(db, request.AvatarId, cancellationToken);
        var job = new JobRow { Id = Ids.New(time), Kind = JobKind.Preview, SubjectId = id, WantedDevice = device, CreatedAt = time.GetUtcNow() };
        db.Add(new PreviewRow
        {
            Id = id,
            AvatarId = avatar.Id,
            Request = JsonSerializer.Serialize(request, json.Value.SerializerOptions),
            RecordingName = recording?.Name,
            MusicName = music?.Name,
            BackgroundName = background?.Name,
            CreatedAt = job.CreatedAt,
            JobId = job.Id,
            Job = job,
        });
        await db.SaveChangesAsync(cancellationToken);
        dispatcher.Enqueue(job);
        return new CreatedResponse(id, job.Id);
    }

    // The video will want the upload still: it is taken for as long as it is copied.
    private async Task<UploadedFile?> CopyAsync(string? upload, UploadedFile? sent, string name, string path, CancellationToken cancellationToken)
    {
        var held = name + ".held";
        await using var used = await uses.TakeAsync(upload, sent, held, cancellationToken);
        if (used is null)
        {
            return sent;
        }

        await store.GetAsync(held, path, cancellationToken);
        return used.File;
    }

    private async Task<PreviewRow> RequireAsync(string id, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - Lifetime;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Previews.AsNoTracking().Include(p => p.Job)
            .SingleOrDefaultAsync(p => p.Id == id && (p.Job!.FinishedAt == null || p.Job.FinishedAt > before), cancellationToken) ?? throw Unknown();
    }

    private async Task RemoveAsync(string id, string jobId, CancellationToken cancellationToken)
    {
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await db.Previews.Where(p => p.Id == id).ExecuteDeleteAsync(cancellationToken);
            await db.Jobs.Where(j => j.Id == jobId).ExecuteDeleteAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await kept.ForgetAsync(id, jobId);
    }

    // Backups leave previews out.
    private async Task<string> ExistingAsync(string name, CancellationToken cancellationToken) =>
        await store.FindAsync(name, cancellationToken) is not null ? name : throw Unknown();

    private static RequestException Unknown() => RequestException.NotFound("preview.unknown", "There is no such preview; they are not kept for long. Ask for another one.");
}
