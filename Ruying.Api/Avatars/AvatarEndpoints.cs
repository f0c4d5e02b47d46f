using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Audit;
using Ruying.Api.Description;
using Ruying.Api.Idempotency;
using Ruying.Api.Problems;
using Ruying.Api.Security;
using Ruying.Api.Storage;
using Ruying.Api.Tags;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Speech.Voices;

namespace Ruying.Api.Avatars;

internal static class AvatarEndpoints
{
    public static void MapAvatarsApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/avatars").WithTags("Avatars");
        group.MapPost("/", CreateAsync).WithName("CreateAvatar").WithMetadata(new IdempotentAttribute())
            .WithSummary("Takes footage as a multipart form (file or upload, name, consentBy, consent, consentAt, consentClip, engine, studio, review) and starts to build an avatar")
            .Accepts<AvatarForm>("multipart/form-data")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed")
            .WithProblem(StatusCodes.Status404NotFound, "model.unknown", "upload.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "upload.not_finished", "upload.in_use", "device.none")
            .WithProblem(StatusCodes.Status413PayloadTooLarge, "upload.too_large", "upload.quota", "request.field_too_large")
            .WithProblem(StatusCodes.Status415UnsupportedMediaType, "request.media_type")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "upload.missing", "upload.both", "upload.empty", "upload.too_many", "avatar.name_too_long", "consent.missing", "consent.too_long", "consent.date", "avatar.studio", "avatar.review", "model.wrong_kind", "device.unknown")
            .WithProblem(StatusCodes.Status429TooManyRequests, "job.too_many")
            .WithProblem(StatusCodes.Status507InsufficientStorage, "disk.full");
        group.MapGet("/", ListAsync).WithName("ListAvatars").WithSummary("Avatars, the newest first; those of a state or with words in their name if asked for")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed");
        group.MapGet("/{id}", GetAsync).WithName("GetAvatar").WithSummary("An avatar and its job")
            .WithProblem(StatusCodes.Status404NotFound, "avatar.unknown");
        group.MapGet("/{id}/report", ReportAsync).WithName("GetAvatarReport").WithSummary("What the footage offers, measured, with advice")
            .Produces<FootageReport>()
            .WithProblem(StatusCodes.Status404NotFound, "avatar.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "report.not_ready");
        group.MapGet("/{id}/report.html", ReportPageAsync).WithName("GetAvatarReportPage").WithSummary("The same as a page with pictures")
            .Produces(StatusCodes.Status200OK, contentType: "text/html")
            .WithProblem(StatusCodes.Status404NotFound, "avatar.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "report.not_ready");
        group.MapGet("/{id}/report/{frame:int:min(0)}.jpg", ReportFrameAsync).WithName("GetAvatarReportFrame").WithSummary("A picture of a frame that the report's findings name, at most 320 pixels wide")
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg")
            .WithProblem(StatusCodes.Status404NotFound, "avatar.unknown", "report.no_picture");
        group.MapPost("/{id}/build", BuildAsync).WithIfMatch(ShownAsync).WithName("BuildAvatarAnyway").WithMetadata(new IdempotentAttribute())
            .WithSummary("Builds an avatar anyway whose job stopped for a look at its report (`footage.review`); changes nothing while it builds or when it is there")
            .WithProblem(StatusCodes.Status404NotFound, "avatar.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "avatar.no_review");
        group.MapGet("/{id}/poster.jpg", PosterAsync).WithName("GetAvatarPoster").WithSummary("A picture of the person, at most 640 pixels wide and high")
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg")
            .WithProblem(StatusCodes.Status404NotFound, "avatar.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "avatar.not_ready");
        group.MapGet("/{id}/voice", VoiceAsync).WithName("GetAvatarVoice").WithSummary("How the person speaks, measured, and the voice that fits; for English unless a language is given")
            .WithProblem(StatusCodes.Status404NotFound, "avatar.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "avatar.not_ready");
        group.MapPut("/{id}/voice", SetVoiceAsync).WithIfMatch(ShownVoiceAsync).WithName("SetAvatarVoice").WithSummary("Sets voice, pitch and rate of the videos that ask for no voice; what is null goes on fitting the footage")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed")
            .WithProblem(StatusCodes.Status404NotFound, "avatar.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "avatar.not_ready")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "voice.unknown", "speech.option_out_of_range");
        group.MapDelete("/{id}", DeleteAsync).WithIfMatch(ShownAsync).WithName("DeleteAvatar").WithSummary("Deletes an avatar and its videos")
            .WithProblem(StatusCodes.Status404NotFound, "avatar.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "avatar.busy");
    }

    private static async Task<Accepted<CreatedResponse>> CreateAsync(HttpRequest request, AvatarService avatars, CancellationToken cancellationToken)
    {
        var created = await avatars.CreateAsync(request, admit: null, cancellationToken);
        request.HttpContext.Concerns($"avatars/{created.Id}");
        return TypedResults.Accepted($"/api/v1/jobs/{created.JobId}", created);
    }

    private static async Task<Ok<ListPage<AvatarResponse>>> ListAsync(
        AvatarService avatars, string? state, string? q, int? limit, string? before, CancellationToken cancellationToken) =>
        TypedResults.Ok(await avatars.ListAsync(limit, before, cancellationToken, Choices.Parse<ResultState>(state), q));

    private static async Task<Ok<AvatarResponse>> GetAsync(string id, AvatarService avatars, CancellationToken cancellationToken) =>
        TypedResults.Ok(await avatars.GetAsync(id, cancellationToken));

    private static async Task<IResult> ReportAsync(string id, AvatarService avatars, StoredFiles files, CancellationToken cancellationToken) =>
        await files.SendAsync(await RequireReportAsync(id, AvatarBuilder.ReportJsonName, avatars, cancellationToken), "application/json", null, cancellationToken);

    private static async Task<IResult> ReportPageAsync(
        string id, AvatarService avatars, StoredFiles files, HttpResponse response, CancellationToken cancellationToken)
    {
        var name = await RequireReportAsync(id, AvatarBuilder.ReportHtmlName, avatars, cancellationToken);
        response.Headers.ContentSecurityPolicy = SecurityHeaders.ReportPolicy;
        return await files.SendAsync(name, "text/html; charset=utf-8", null, cancellationToken);
    }

    private static async Task<IResult> ReportFrameAsync(string id, int frame, AvatarService avatars, StoredFiles files, CancellationToken cancellationToken) =>
        await files.SendAsync(
            await avatars.FindReportFrameAsync(id, frame, cancellationToken)
                ?? throw RequestException.NotFound("report.no_picture", "The report has no picture of this frame; its findings name those that it has."),
            "image/jpeg",
            null,
            cancellationToken);

    private static async Task<Accepted<CreatedResponse>> BuildAsync(string id, AvatarService avatars, CancellationToken cancellationToken)
    {
        var built = await avatars.BuildAnywayAsync(id, cancellationToken);
        return TypedResults.Accepted($"/api/v1/jobs/{built.JobId}", built);
    }

    private static async Task<IResult> PosterAsync(string id, AvatarService avatars, StoredFiles files, CancellationToken cancellationToken) =>
        await files.SendAsync(
            await avatars.FindPosterAsync(id, cancellationToken)
                ?? throw RequestException.Conflict("avatar.not_ready", "There is no picture of this avatar yet; wait until its job has ended."),
            "image/jpeg",
            null,
            cancellationToken);

    private static async Task<Ok<AvatarVoiceResponse>> VoiceAsync(string id, string? language, AvatarVoices voices, CancellationToken cancellationToken) =>
        TypedResults.Ok(await voices.GetAsync(id, language, cancellationToken));

    private static async Task<NoContent> SetVoiceAsync(string id, VoiceChoice choice, AvatarVoices voices, CancellationToken cancellationToken)
    {
        await voices.SetAsync(id, choice, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> DeleteAsync(string id, AvatarService avatars, CancellationToken cancellationToken)
    {
        await avatars.DeleteAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<object> ShownAsync(HttpContext context) =>
        await context.RequestServices.GetRequiredService<AvatarService>().GetAsync(context.GetRouteValue("id")!.ToString()!, context.RequestAborted);

    private static async Task<object> ShownVoiceAsync(HttpContext context) =>
        await context.RequestServices.GetRequiredService<AvatarVoices>().GetAsync(context.GetRouteValue("id")!.ToString()!, null, context.RequestAborted);

    private static async Task<string> RequireReportAsync(string id, string name, AvatarService avatars, CancellationToken cancellationToken) =>
        await avatars.FindReportAsync(id, name, cancellationToken)
        ?? throw RequestException.Conflict("report.not_ready", "There is no report on this footage yet; wait until its job has ended.");
}
