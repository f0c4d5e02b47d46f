using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Problems;
using Ruying.Api.Security;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Speech.Voices;

namespace Ruying.Api.Avatars;

internal static class AvatarEndpoints
{
    public static void MapAvatarsApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/avatars").WithTags("Avatars");
        group.MapPost("/", CreateAsync).WithName("CreateAvatar")
            .WithSummary("Takes footage as a multipart form (file, name, consent, engine, studio) and starts to build an avatar")
            .Accepts<AvatarForm>("multipart/form-data")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapGet("/", ListAsync).WithName("ListAvatars").WithSummary("Avatars, the newest first");
        group.MapGet("/{id}", GetAsync).WithName("GetAvatar").WithSummary("An avatar and its job")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/{id}/report", ReportAsync).WithName("GetAvatarReport").WithSummary("What the footage offers, measured, with advice")
            .Produces<FootageReport>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("/{id}/report.html", ReportPageAsync).WithName("GetAvatarReportPage").WithSummary("The same as a page with pictures")
            .Produces(StatusCodes.Status200OK, contentType: "text/html")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("/{id}/poster.jpg", PosterAsync).WithName("GetAvatarPoster").WithSummary("A picture of the person, at most 640 pixels wide and high")
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("/{id}/voice", VoiceAsync).WithName("GetAvatarVoice").WithSummary("How the person speaks, measured, and the voice that fits; for English unless a language is given")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPut("/{id}/voice", SetVoiceAsync).WithName("SetAvatarVoice").WithSummary("Sets voice, pitch and rate of the videos that ask for no voice; what is null goes on fitting the footage")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapDelete("/{id}", DeleteAsync).WithName("DeleteAvatar").WithSummary("Deletes an avatar and its videos")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Accepted<CreatedResponse>> CreateAsync(HttpRequest request, AvatarService avatars, CancellationToken cancellationToken)
    {
        var created = await avatars.CreateAsync(request, admit: null, cancellationToken);
        return TypedResults.Accepted($"/api/v1/jobs/{created.JobId}", created);
    }

    private static async Task<Ok<ListPage<AvatarResponse>>> ListAsync(
        AvatarService avatars, int? limit, string? before, CancellationToken cancellationToken) =>
        TypedResults.Ok(await avatars.ListAsync(limit, before, cancellationToken));

    private static async Task<Ok<AvatarResponse>> GetAsync(string id, AvatarService avatars, CancellationToken cancellationToken) =>
        TypedResults.Ok(await avatars.GetAsync(id, cancellationToken));

    private static async Task<PhysicalFileHttpResult> ReportAsync(string id, AvatarService avatars, CancellationToken cancellationToken) =>
        TypedResults.PhysicalFile(await RequireReportAsync(id, AvatarBuilder.ReportJsonName, avatars, cancellationToken), "application/json");

    private static async Task<PhysicalFileHttpResult> ReportPageAsync(
        string id, AvatarService avatars, HttpResponse response, CancellationToken cancellationToken)
    {
        var path = await RequireReportAsync(id, AvatarBuilder.ReportHtmlName, avatars, cancellationToken);
        response.Headers.ContentSecurityPolicy = SecurityHeaders.ReportPolicy;
        return TypedResults.PhysicalFile(path, "text/html; charset=utf-8");
    }

    private static async Task<PhysicalFileHttpResult> PosterAsync(string id, AvatarService avatars, CancellationToken cancellationToken) =>
        TypedResults.PhysicalFile(
            await avatars.FindPosterAsync(id, cancellationToken)
                ?? throw RequestException.Conflict("avatar.not_ready", "There is no picture of this avatar yet; wait until its job has ended."),
            "image/jpeg");

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

    private static async Task<string> RequireReportAsync(string id, string name, AvatarService avatars, CancellationToken cancellationToken) =>
        await avatars.FindReportAsync(id, name, cancellationToken)
        ?? throw RequestException.Conflict("report.not_ready", "There is no report on this footage yet; wait until its job has ended.");
}
