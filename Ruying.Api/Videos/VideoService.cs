using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ruying.Api.Avatars;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Models;
using Ruying.Api.Problems;
using Ruying.Api.Security;
using Ruying.Api.Storage;
using Ruying.Api.Uploads;
using Ruying.Pipeline.Pictures;

namespace Ruying.Api.Videos;

/// <summary>What clients and pages may do with videos.</summary>
public sealed class VideoService(
    IDbContextFactory<RuyingDb> databases,
    VideoRequestReader reader,
    UploadUse uses,
    BackgroundFiles backgrounds,
    QuotaGuard quota,
    KeptFiles kept,
    JobDispatcher dispatcher,
    JobService jobs,
    IPipeline pipeline,
    TimeProvider time,
    IOptions<ServiceOptions> options)
{
    /// <summary>Takes a request as JSON or as a multipart form (with a recording in <c>audio</c>, music in <c>music</c>, and a picture in <c>backgroundPicture</c>) and starts to render.</summary>
    /// <param name="request">The request, its body not read yet.</param>
    /// <param name="avatarId">Who speaks, when the address says so; null when the request does.</param>
    /// <param name="admit">Called with a form's fields before its file is taken; throws to refuse.</param>
    /// <param name="cancellationToken">Stops the upload.</param>
    /// <exception cref="RequestException">What <see cref="VideoRequestReader.ReadAsync"/>, <see cref="UploadUse.TakeAsync"/> and <see cref="VideoRules"/> throw, <c>upload.both</c>, <c>avatar.unknown</c>, <c>avatar.not_ready</c>, what <see cref="BackgroundFiles"/> throws.</exception>
    public async Task<CreatedResponse> CreateAsync(
        HttpRequest request, string? avatarId, Func<UploadedForm, Task>? admit, CancellationToken cancellationToken)
    {
        await jobs.RequireRoomAsync(1, cancellationToken);
        await quota.RequireRoomAsync(Caller.Require(request.HttpContext.User), cancellationToken);
        var id = Ids.New(time);
        return await UseAsync(id, await reader.ReadAsync(request, id, avatarId, admit, cancellationToken), cancellationToken);
    }

    /// <summary>Starts to render what needs no file but uploads.</summary>
    /// <param name="request">What is said.</param>
    /// <param name="owner">Whose video it is.</param>
    /// <param name="cancellationToken">Stops before it is made.</param>
    /// <exception cref="RequestException">As above.</exception>
    public async Task<CreatedResponse> CreateAsync(CreateVideoRequest request, string owner, CancellationToken cancellationToken)
    {
        await jobs.RequireRoomAsync(1, cancellationToken);
        await quota.RequireRoomAsync(owner, cancellationToken);
        return await UseAsync(Ids.New(time), new SentVideo(request), cancellationToken);
    }

    /// <summary>Videos, the newest first.</summary>
    /// <param name="avatarId">Only this avatar's; null takes all.</param>
    /// <param name="limit">How many the page holds.</param>
    /// <param name="before">Only those before this one.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <param name="state">Only what stands so.</param>
    /// <param name="words">Only those with this in their text, or in the name of recording or avatar.</param>
    public async Task<ListPage<VideoResponse>> ListAsync(
        string? avatarId, int? limit, string? before, CancellationToken cancellationToken, ResultState? state = null, string? words = null)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (states, pattern) = (state.ToJobStates(), TextSearch.Pattern(words));
        var rows = await db.Videos.AsNoTracking()
            .Include(v => v.Avatar)
            .Include(v => v.Job)
            .Where(v => avatarId == null || v.AvatarId == avatarId)
            .Where(v => states == null || states.Contains(v.Job!.State))
            .Where(v => pattern == null || TextSearch.Fits(v.Text, pattern)
                || TextSearch.Fits(v.RecordingName, pattern) || TextSearch.Fits(v.Avatar!.Name, pattern))
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

    /// <summary>Those of the videos that are there, in any order.</summary>
    public async Task<IReadOnlyList<VideoResponse>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Videos.AsNoTracking().Include(v => v.Avatar).Include(v => v.Job).Where(v => ids.Contains(v.Id)).ToListAsync(cancellationToken);
        return [.. rows.Select(VideoResponse.From)];
    }

    /// <summary>The video file's name.</summary>
    /// <exception cref="RequestException"><c>video.unknown</c>, or <c>video.not_ready</c>.</exception>
    public async Task<(string Name, VideoResponse Video)> OpenAsync(string id, CancellationToken cancellationToken)
    {
        var video = await GetAsync(id, cancellationToken);
        return video.State == ResultState.Ready
            ? (StoreNames.Video(video.Id, video.Format), video)
            : throw RequestException.Conflict("video.not_ready", "The video is not there; see its job.");
    }

    /// <summary>A caption file's name.</summary>
    /// <exception cref="RequestException">As <see cref="OpenAsync"/>, or <c>captions.unknown</c>.</exception>
    public async Task<(string Name, VideoResponse Video)> OpenCaptionsAsync(string id, string format, CancellationToken cancellationToken)
    {
        var (_, video) = await OpenAsync(id, cancellationToken);
        return video.Captions.Split(',').Contains(format)
            ? (StoreNames.Captions(video.Id, format), video)
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

        await kept.ForgetAsync(id, video.JobId);
    }

    private static RequestException Unknown() =>
        RequestException.NotFound("video.unknown", "There is no such video; it may have been deleted.");

    /// <summary>Takes the uploads that the request names, for as long as the video needs to be made of them.</summary>
    private async Task<CreatedResponse> UseAsync(string id, SentVideo sent, CancellationToken cancellationToken)
    {
        var request = sent.Video;
        try
        {
            await using var audio = await uses.TakeAsync(request.AudioUpload, sent.Recording, StoreNames.Upload(id), cancellationToken);
            await using var piece = await uses.TakeAsync(request.MusicUpload, sent.Music, StoreNames.Music(id), cancellationToken);
            var isPicture = VideoPicture.Of(request, sent.Background is not null).Kind == BackgroundKind.Picture;
            await using var behind = isPicture ? await uses.TakeAsync(request.BackgroundUpload, sent.Background, StoreNames.Background(id), cancellationToken) : null;
            sent = sent with
            {
                Recording = sent.Recording ?? audio?.File,
                Music = sent.Music ?? piece?.File,
                Background = isPicture ? sent.Background ?? behind?.File ?? await backgrounds.CopyAsync(request.BackgroundOf, id, cancellationToken) ?? throw BackgroundFiles.Missing() : null,
            };
            return await CreateAsync(id, sent, [.. new[] { audio, piece, behind }.OfType<UsedUpload>()], cancellationToken);
        }
        catch
        {
            await kept.DropUploadAsync(id);
            throw;
        }
    }

    private async Task<CreatedResponse> CreateAsync(string id, SentVideo sent, IReadOnlyList<UsedUpload> used, CancellationToken cancellationToken)
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
        var job = new JobRow { Id = Ids.New(time), Kind = JobKind.Video, SubjectId = id, WantedDevice = device, CreatedAt = time.GetUtcNow() };
        db.Add(VideoRules.Row(request, avatar, job, recording?.Name, music?.Name, background?.Name));
        foreach (var upload in used)
        {
            upload.RemoveFrom(db);
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var upload in used)
        {
            upload.Done();
        }

        dispatcher.Enqueue(job);
        return new CreatedResponse(id, job.Id);
    }
}
