using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Audit;
using Ruying.Api.Description;
using Ruying.Api.Idempotency;
using Ruying.Api.Security;
using Ruying.Api.Storage;
using Ruying.Api.Videos;

namespace Ruying.Api.Previews;

internal static class PreviewEndpoints
{
    public static void MapPreviewsApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/previews").WithTags("Previews");
        group.MapPost("/speech", SpeakAsync).WithMetadata(new NotAudited()).WithName("PreviewSpeech")
            .WithSummary("Speaks a short text at once, as its video would say it: a WAV that is sent while it is spoken")
            .Produces(StatusCodes.Status200OK, contentType: "audio/wav")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed")
            .WithProblem(StatusCodes.Status404NotFound, "avatar.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "avatar.not_ready", "consent.revoked")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "preview.too_long", "script.empty", "voice.unknown", "language.unknown", "speech.option_out_of_range", "script.ssml_invalid", "script.ssml_unsupported", "script.phoneme_unknown")
            .WithProblem(StatusCodes.Status429TooManyRequests, "preview.too_many")
            .WithProblem(StatusCodes.Status503ServiceUnavailable, "speech.engine_missing");
        group.MapPost("/video", CreateAsync).WithName("CreatePreview").WithMetadata(new IdempotentAttribute())
            .WithSummary("Starts to render the first three seconds of a video, small; takes what CreateVideo takes, and uploads stay for the video. It is deleted after an hour")
            .Accepts<CreateVideoRequest>("application/json", "multipart/form-data")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed")
            .WithProblem(StatusCodes.Status404NotFound, VideoProblems.NotFound)
            .WithProblem(StatusCodes.Status409Conflict, VideoProblems.Conflict)
            .WithProblem(StatusCodes.Status413PayloadTooLarge, "upload.too_large", "upload.quota", "request.field_too_large")
            .WithProblem(StatusCodes.Status415UnsupportedMediaType, "request.media_type")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, VideoProblems.Unprocessable)
            .WithProblem(StatusCodes.Status429TooManyRequests, "job.too_many")
            .WithProblem(StatusCodes.Status507InsufficientStorage, "disk.full");
        group.MapGet("/{id}", GetAsync).WithName("GetPreview").WithSummary("A preview and its job; waits until it is there if asked to")
            .WithProblem(StatusCodes.Status404NotFound, "preview.unknown");
        group.MapGet("/{id}/file", FileAsync).WithName("GetPreviewFile").WithSummary("The preview's MP4, or WebM where its background is transparent; ranges are answered. Where an S3 store keeps it, the way to it there")
            .Produces(StatusCodes.Status200OK, null, "video/mp4", "video/webm").Produces(StatusCodes.Status206PartialContent, null, "video/mp4", "video/webm").Produces(StatusCodes.Status307TemporaryRedirect)
            .WithProblem(StatusCodes.Status404NotFound, "preview.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "preview.not_ready")
            .WithProblem(StatusCodes.Status416RangeNotSatisfiable, "request.range");
        group.MapGet("/{id}/captions.{format}", CaptionsAsync).WithName("GetPreviewCaptions").WithSummary("A caption file of the preview: srt, vtt or ass")
            .Produces(StatusCodes.Status200OK, contentType: "text/vtt")
            .WithProblem(StatusCodes.Status404NotFound, "preview.unknown", "captions.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "preview.not_ready");
        group.MapDelete("/{id}", DeleteAsync).WithName("DeletePreview").WithSummary("Deletes a preview; one that is being made is cancelled")
            .WithProblem(StatusCodes.Status404NotFound, "preview.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "preview.busy");
    }

    private static Task SpeakAsync(SpeechPreviewRequest request, HttpContext context, SpeechPreviews previews, CancellationToken cancellationToken) => previews.SpeakAsync(
        request,
        () =>
        {
            context.Response.ContentType = "audio/wav";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers["X-Accel-Buffering"] = "no";
            return context.Response.Body;
        },
        cancellationToken);

    private static async Task<Accepted<CreatedResponse>> CreateAsync(HttpRequest request, PreviewService previews, CancellationToken cancellationToken)
    {
        var created = await previews.CreateAsync(request, Caller.Require(request.HttpContext.User), cancellationToken);
        request.HttpContext.Concerns($"previews/{created.Id}");
        return TypedResults.Accepted($"/api/v1/jobs/{created.JobId}", created);
    }

    private static async Task<Ok<PreviewResponse>> GetAsync(string id, int? wait, PreviewService previews, CancellationToken cancellationToken) =>
        TypedResults.Ok(await previews.WaitAsync(id, wait ?? 0, cancellationToken));

    private static async Task<IResult> FileAsync(string id, PreviewService previews, StoredFiles files, HttpResponse response, CancellationToken cancellationToken)
    {
        var (name, format) = await previews.OpenAsync(id, cancellationToken);
        return await files.LeadAsync(name, "video/" + format, null, response, cancellationToken);
    }

    private static async Task<IResult> CaptionsAsync(string id, string format, PreviewService previews, StoredFiles files, CancellationToken cancellationToken) =>
        await files.SendAsync(await previews.OpenCaptionsAsync(id, format, cancellationToken), format == "vtt" ? "text/vtt; charset=utf-8" : "text/plain; charset=utf-8", null, cancellationToken);

    private static async Task<NoContent> DeleteAsync(string id, PreviewService previews, CancellationToken cancellationToken)
    {
        await previews.DeleteAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }
}
