using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Audit;
using Ruying.Api.Description;
using Ruying.Api.Idempotency;
using Ruying.Api.Storage;
using Ruying.Api.Tags;

namespace Ruying.Api.Videos;

internal static class VideoEndpoints
{
    public static void MapVideosApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/videos").WithTags("Videos");
        group.MapPost("/", CreateAsync).WithName("CreateVideo").WithMetadata(new IdempotentAttribute())
            .WithSummary("Starts to render a script; as a multipart form it takes a recording (audio) in place of the text, music (music), and a picture behind the person (backgroundPicture)")
            .Accepts<CreateVideoRequest>("application/json", "multipart/form-data")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed")
            .WithProblem(StatusCodes.Status404NotFound, VideoProblems.NotFound)
            .WithProblem(StatusCodes.Status409Conflict, VideoProblems.Conflict)
            .WithProblem(StatusCodes.Status413PayloadTooLarge, "upload.too_large", "upload.quota", "request.field_too_large")
            .WithProblem(StatusCodes.Status415UnsupportedMediaType, "request.media_type")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, VideoProblems.Unprocessable)
            .WithProblem(StatusCodes.Status429TooManyRequests, "job.too_many")
            .WithProblem(StatusCodes.Status507InsufficientStorage, "disk.full");
        group.MapGet("/", ListAsync).WithName("ListVideos").WithSummary("Videos, the newest first; of one avatar, those of a state or with words in their text or names if asked for")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed");
        group.MapPost("/batch", CreateBatchAsync).WithName("CreateVideos").WithMetadata(new IdempotentAttribute())
            .WithSummary("Starts to render up to 100 videos of one script, with each row's values in it: all or none")
            .Accepts<BatchRequest>("application/json", "multipart/form-data")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed")
            .WithProblem(StatusCodes.Status413PayloadTooLarge, "upload.too_large", "request.field_too_large")
            .WithProblem(StatusCodes.Status415UnsupportedMediaType, "request.media_type")
            .WithProblem(StatusCodes.Status404NotFound, "video.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "device.none")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "batch.invalid", "picture.option_out_of_range", "picture.missing", "batch.size", "device.unknown", "batch.csv", "batch.upload", "upload.missing", "upload.empty")
            .WithProblem(StatusCodes.Status429TooManyRequests, "job.too_many")
            .WithProblem(StatusCodes.Status507InsufficientStorage, "disk.full");
        group.MapGet("/{id}", GetAsync).WithName("GetVideo").WithSummary("A video and its job")
            .WithProblem(StatusCodes.Status404NotFound, "video.unknown");
        group.MapGet("/{id}/file", FileAsync).WithName("GetVideoFile").WithSummary("The MP4 or WebM; ranges are answered. Where an S3 store keeps it, the way to it there")
            .Produces(StatusCodes.Status200OK, null, "video/mp4", "video/webm").Produces(StatusCodes.Status206PartialContent, null, "video/mp4", "video/webm").Produces(StatusCodes.Status307TemporaryRedirect)
            .WithProblem(StatusCodes.Status404NotFound, "video.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "video.not_ready")
            .WithProblem(StatusCodes.Status416RangeNotSatisfiable, "request.range");
        group.MapGet("/{id}/captions.{format}", CaptionsAsync).WithName("GetVideoCaptions").WithSummary("A caption file: srt, vtt or ass")
            .Produces(StatusCodes.Status200OK, contentType: "text/vtt")
            .WithProblem(StatusCodes.Status404NotFound, "video.unknown", "captions.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "video.not_ready");
        group.MapGet("/{id}/poster.jpg", PosterAsync).WithName("GetVideoPoster").WithSummary("A picture out of a video, at most 640 pixels wide and high")
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg")
            .WithProblem(StatusCodes.Status404NotFound, "video.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "video.not_ready");
        group.MapGet("/{id}/audio", AudioAsync).WithName("GetVideoAudio").WithSummary("A video's sound alone: M4A of an MP4, Ogg of a WebM")
            .Produces(StatusCodes.Status200OK, contentType: "audio/mp4")
            .WithProblem(StatusCodes.Status404NotFound, "video.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "video.not_ready");
        group.MapDelete("/{id}", DeleteAsync).WithIfMatch(ShownAsync).WithName("DeleteVideo").WithSummary("Deletes a video")
            .WithProblem(StatusCodes.Status404NotFound, "video.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "video.busy");
    }

    private static async Task<Accepted<CreatedResponse>> CreateAsync(HttpRequest request, VideoService videos, CancellationToken cancellationToken)
    {
        var created = await videos.CreateAsync(request, avatarId: null, admit: null, cancellationToken);
        request.HttpContext.Concerns($"videos/{created.Id}");
        return TypedResults.Accepted($"/api/v1/jobs/{created.JobId}", created);
    }

    private static async Task<Accepted<BatchResponse>> CreateBatchAsync(HttpRequest request, VideoBatches batches, CancellationToken cancellationToken)
    {
        var created = await batches.CreateAsync(request, cancellationToken);
        request.HttpContext.Concerns("videos/" + string.Join(',', created.Videos.Select(video => video.Id)));
        return TypedResults.Accepted("/api/v1/videos", created);
    }

    private static async Task<Ok<ListPage<VideoResponse>>> ListAsync(
        VideoService videos, string? avatarId, string? state, string? q, int? limit, string? before, CancellationToken cancellationToken) =>
        TypedResults.Ok(await videos.ListAsync(avatarId, limit, before, cancellationToken, Choices.Parse<ResultState>(state), q));

    private static async Task<Ok<VideoResponse>> GetAsync(string id, VideoService videos, CancellationToken cancellationToken) =>
        TypedResults.Ok(await videos.GetAsync(id, cancellationToken));

    private static async Task<IResult> FileAsync(string id, VideoService videos, StoredFiles files, HttpResponse response, CancellationToken cancellationToken)
    {
        var (name, video) = await videos.OpenAsync(id, cancellationToken);
        return await files.LeadAsync(name, "video/" + video.Format, $"{DownloadName(video)}.{video.Format}", response, cancellationToken);
    }

    private static async Task<IResult> CaptionsAsync(string id, string format, VideoService videos, StoredFiles files, CancellationToken cancellationToken)
    {
        // Not from the store's own address: browsers take a player's captions from the page's origin only.
        var (name, video) = await videos.OpenCaptionsAsync(id, format, cancellationToken);
        return await files.SendAsync(
            name, format == "vtt" ? "text/vtt; charset=utf-8" : "text/plain; charset=utf-8", $"{DownloadName(video)}.{format}", cancellationToken);
    }

    private static async Task<IResult> PosterAsync(string id, VideoParts parts, StoredFiles files, CancellationToken cancellationToken) =>
        await files.SendAsync(await parts.RequireStillAsync(id, cancellationToken), "image/jpeg", null, cancellationToken);

    private static async Task<IResult> AudioAsync(string id, VideoParts parts, CancellationToken cancellationToken)
    {
        var (sound, contentType, extension, video) = await parts.OpenSoundAsync(id, cancellationToken);
        return TypedResults.Stream(sound, contentType, DownloadName(video) + extension);
    }

    private static async Task<NoContent> DeleteAsync(string id, VideoService videos, CancellationToken cancellationToken)
    {
        await videos.DeleteAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<object> ShownAsync(HttpContext context) =>
        await context.RequestServices.GetRequiredService<VideoService>().GetAsync(context.GetRouteValue("id")!.ToString()!, context.RequestAborted);

    /// <summary>The avatar's name and the first words, in letters that every file system takes.</summary>
    private static string DownloadName(VideoResponse video)
    {
        var words = string.Concat($"{video.AvatarName} {video.Text ?? video.Recording}".Select(c => char.IsLetterOrDigit(c) ? c : ' '))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var name = string.Join('-', words.Take(6));
        return name.Length > 60 ? name[..60] : name.Length == 0 ? video.Id : name;
    }
}
