using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ruying.Api.Avatars;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Models;
using Ruying.Api.Problems;
using Ruying.Api.Storage;
using Ruying.Pipeline.Captions;

namespace Ruying.Api.Videos;

/// <summary>What clients and pages may do with videos.</summary>
public sealed class VideoService(
    IDbContextFactory<RuyingDb> databases,
    UploadReader uploads,
    DataFolder data,
    JobDispatcher dispatcher,
    JobService jobs,
    IPipeline pipeline,
    TimeProvider time,
    IOptions<ServiceOptions> options,
    IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json)
{
    private const int JsonLimit = 4 << 20;

    /// <summary>Takes a request as JSON or as a multipart form (with a recording in <c>audio</c>, and music in <c>music</c>) and starts to render.</summary>
    /// <param name="request">The request, its body not read yet.</param>
    /// <param name="avatarId">Who speaks, when the address says so; null when the request does.</param>
    /// <param name="admit">Called with a form's fields before its file is taken; throws to refuse.</param>
    /// <param name="cancellationToken">Stops the upload.</param>
    /// <exception cref="RequestException">What <see cref="UploadReader.ReadAsync"/> and <see cref="VideoRules"/> throw, <c>avatar.unknown</c>, <c>avatar.not_ready</c>.</exception>
    public async Task<CreatedResponse> CreateAsync(
        HttpRequest request, string? avatarId, Func<UploadedForm, Task>? admit, CancellationToken cancellationToken)
    {
        await jobs.RequireRoomAsync(cancellationToken);
        var id = Ids.New(time);
        if (!UploadReader.IsMultipart(request))
        {
            var video = await ReadJsonAsync(request, cancellationToken);
            return await CreateAsync(id, video, null, null, cancellationToken);
        }

        CreateVideoRequest Read(UploadedForm form) => VideoForm.Read(form) is var video && avatarId is null ? video : video with { AvatarId = avatarId };

        async Task CheckAsync(UploadedForm form)
        {
            await (admit?.Invoke(form) ?? Task.CompletedTask);
            VideoRules.CheckText(Read(form), options.Value.ScriptLimit);
        }

        var form = await uploads.ReadAsync(request, id, "audio", CheckAsync, cancellationToken, otherFields: ["music"]);
        try
        {
            return await CreateAsync(id, Read(form), form.File, form.Other("music"), cancellationToken);
        }
        catch
        {
            data.RemoveUpload(id);
            throw;
        }
    }

    /// <summary>Videos, the newest first; of one avatar if asked for.</summary>
    public async Task<ListPage<VideoResponse>> ListAsync(string? avatarId, int? limit, string? before, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Videos.AsNoTracking()
            .Include(v => v.Avatar)
            .Include(v => v.Job)
            .Where(v => avatarId == null || v.AvatarId == avatarId)
            .Where(v => before == null || string.Compare(v.Id, before) < 0)
            .OrderByDescending(v => v.Id)
            .Take(Paging.Limit(limit) + 1)
            .ToListAsync(cancellationToken);
        return Paging.Of(rows, Paging.Limit(limit), v => v.Id, VideoResponse.From);
    }

    /// <exception cref="RequestException"><c>video.unknown</c>.</exception>
    public async Task<VideoResponse> GetAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var row = await db.Videos.AsNoTracking().Include(v => v.Avatar).Include(v => v.Job)
            .SingleOrDefaultAsync(v => v.Id == id, cancellationToken);
        return row is null ? throw Unknown() : VideoResponse.From(row);
    }

    /// <summary>The MP4.</summary>
    /// <exception cref="RequestException"><c>video.unknown</c>, or <c>video.not_ready</c>.</exception>
    public async Task<(string Path, VideoResponse Video)> OpenAsync(string id, CancellationToken cancellationToken)
    {
        var video = await GetAsync(id, cancellationToken);
        return video.State == ResultState.Ready
            ? (data.Video(video.Id), video)
            : throw RequestException.Conflict("video.not_ready", "The video is not there; see its job.");
    }

    /// <summary>A caption file.</summary>
    /// <exception cref="RequestException">As <see cref="OpenAsync"/>, or <c>captions.unknown</c>.</exception>
    public async Task<(string Path, VideoResponse Video)> OpenCaptionsAsync(string id, string format, CancellationToken cancellationToken)
    {
        var (_, video) = await OpenAsync(id, cancellationToken);
        return video.Captions.Split(',').Contains(format)
            ? (data.Captions(video.Id, format), video)
            : throw RequestException.NotFound("captions.unknown", "The video has no such captions; ask for them when it is made.");
    }

    /// <exception cref="RequestException"><c>video.unknown</c>, or <c>video.busy</c> while its job works.</exception>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var video = await db.Videos.Include(v => v.Job).SingleOrDefaultAsync(v => v.Id == id, cancellationToken) ?? throw Unknown();
        if (!video.Job!.IsFinal)
        {
            throw RequestException.Conflict("video.busy", "The video is being made; cancel that first.");
        }

        db.Remove(video);
        db.Remove(video.Job);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        data.RemoveVideo(id);
        data.RemoveUpload(id);
        data.RemoveJob(video.JobId);
    }

    private static RequestException Unknown() =>
        RequestException.NotFound("video.unknown", "There is no such video; it may have been deleted.");

    private async Task<CreateVideoRequest> ReadJsonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            throw new RequestException(
                StatusCodes.Status415UnsupportedMediaType, "request.media_type", "Send the request as application/json, or as multipart/form-data with a recording.");
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = JsonLimit;
        }

        try
        {
            return await request.ReadFromJsonAsync<CreateVideoRequest>(json.Value.SerializerOptions, cancellationToken)
                ?? throw RequestException.Malformed("The request is empty.");
        }
        catch (JsonException exception)
        {
            throw RequestException.Malformed($"The request is not the JSON expected here (at {exception.Path ?? "$"}, line {exception.LineNumber + 1}).");
        }
    }

    private async Task<CreatedResponse> CreateAsync(
        string id, CreateVideoRequest request, UploadedFile? recording, UploadedFile? music, CancellationToken cancellationToken)
    {
        VideoRules.Check(request, recording is not null, options.Value.ScriptLimit);
        ModelRules.CheckEngine(pipeline.Models, request.Engine);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);

        // The avatar cannot be deleted between the look and the insert.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var avatar = await db.Avatars.Include(a => a.Job).SingleOrDefaultAsync(a => a.Id == request.AvatarId, cancellationToken)
            ?? throw AvatarService.Unknown();
        if (avatar.Job!.State != JobState.Succeeded)
        {
            throw RequestException.Conflict("avatar.not_ready", "The avatar is not there yet; wait until its job has succeeded.");
        }

        var now = time.GetUtcNow();
        var job = new JobRow { Id = Ids.New(time), Kind = JobKind.Video, SubjectId = id, CreatedAt = now };
        db.Add(new VideoRow
        {
            Id = id,
            AvatarId = avatar.Id,
            Text = recording is null ? request.Text : null,
            RecordingName = recording?.Name,
            Language = request.Language ?? "en",
            Voice = string.IsNullOrWhiteSpace(request.Voice) ? null : request.Voice,
            Rate = request.Rate,
            Pitch = request.Pitch,
            Volume = request.Volume,
            Expressiveness = request.Expressiveness,
            Label = request.Label || avatar.Consent is null,
            Engine = string.IsNullOrWhiteSpace(request.Engine) ? null : request.Engine,
            Captions = CaptionOptions.ListFiles(VideoRules.Captions(request).Files),
            BurnCaptions = request.BurnCaptions,
            Loudness = request.Loudness,
            MusicName = music?.Name,
            MusicVolume = request.MusicVolume,
            Denoise = request.Denoise,
            Transcript = string.IsNullOrWhiteSpace(request.Transcript) ? null : request.Transcript,
            Lead = request.Lead,
            Tail = request.Tail,
            CreatedAt = now,
            JobId = job.Id,
            Job = job,
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        dispatcher.Enqueue(job);
        return new CreatedResponse(id, job.Id);
    }
}
