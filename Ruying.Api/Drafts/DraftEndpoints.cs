using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Audit;
using Ruying.Api.Description;
using Ruying.Api.Idempotency;
using Ruying.Api.Security;
using Ruying.Api.Tags;
using Ruying.Api.Videos;

namespace Ruying.Api.Drafts;

internal static class DraftEndpoints
{
    public static void MapDraftsApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/drafts").WithTags("Drafts");
        group.MapPost("/", CreateAsync).WithName("CreateDraft").WithMetadata(new IdempotentAttribute())
            .WithSummary("Keeps a video that is not finished; nothing in it has to be right yet")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed")
            .WithProblem(StatusCodes.Status409Conflict, "draft.too_many")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "draft.title_too_long", "draft.field_too_long", "script.too_long");
        group.MapGet("/", ListAsync).WithName("ListDrafts").WithSummary("Drafts, the newest first")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed");
        group.MapGet("/{id}", GetAsync).WithName("GetDraft").WithSummary("A draft")
            .WithProblem(StatusCodes.Status404NotFound, "draft.unknown");

        // Each key that somebody presses would fill the audit log; what is made of a draft is noted.
        group.MapPut("/{id}", ReplaceAsync).WithMetadata(new IfMatchAttribute(), new NotAudited()).WithName("ReplaceDraft")
            .WithSummary("Puts another draft in its place; with If-Match only if nobody changed it since. The answer has the new ETag")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed")
            .WithProblem(StatusCodes.Status404NotFound, "draft.unknown")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "draft.title_too_long", "draft.field_too_long", "script.too_long");
        group.MapDelete("/{id}", DeleteAsync).WithIfMatch(ShownAsync).WithName("DeleteDraft").WithSummary("Deletes a draft")
            .WithProblem(StatusCodes.Status404NotFound, "draft.unknown");
        group.MapPost("/{id}/video", RenderAsync).WithIfMatch(ShownAsync).WithName("CreateVideoOfDraft").WithMetadata(new IdempotentAttribute())
            .WithSummary("Starts to render what a draft asks for, under the rules of CreateVideo; the draft stays")
            .WithProblem(StatusCodes.Status404NotFound, ["draft.unknown", .. VideoProblems.NotFound])
            .WithProblem(StatusCodes.Status409Conflict, VideoProblems.Conflict)
            .WithProblem(StatusCodes.Status413PayloadTooLarge, "upload.quota")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, VideoProblems.Unprocessable)
            .WithProblem(StatusCodes.Status429TooManyRequests, "job.too_many");
    }

    private static async Task<Created<DraftResponse>> CreateAsync(DraftRequest request, HttpContext context, DraftService drafts, CancellationToken cancellationToken)
    {
        var draft = await drafts.CreateAsync(request, cancellationToken);
        Tag(context, drafts, draft);
        return TypedResults.Created($"/api/v1/drafts/{draft.Id}", draft);
    }

    private static async Task<Ok<ListPage<DraftResponse>>> ListAsync(DraftService drafts, int? limit, string? before, CancellationToken cancellationToken) =>
        TypedResults.Ok(await drafts.ListAsync(limit, before, cancellationToken));

    private static async Task<Ok<DraftResponse>> GetAsync(string id, DraftService drafts, CancellationToken cancellationToken) =>
        TypedResults.Ok(await drafts.GetAsync(id, cancellationToken));

    private static async Task<Ok<DraftResponse>> ReplaceAsync(string id, DraftRequest request, HttpContext context, DraftService drafts, CancellationToken cancellationToken)
    {
        var draft = await drafts.ReplaceAsync(id, request, context.Request.Headers.IfMatch, cancellationToken);
        Tag(context, drafts, draft);
        return TypedResults.Ok(draft);
    }

    private static async Task<NoContent> DeleteAsync(string id, DraftService drafts, CancellationToken cancellationToken)
    {
        await drafts.DeleteAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Accepted<CreatedResponse>> RenderAsync(
        string id, HttpContext context, DraftService drafts, VideoService videos, CancellationToken cancellationToken)
    {
        var draft = await drafts.GetAsync(id, cancellationToken);
        var created = await videos.CreateAsync(draft.Video, Caller.Require(context.User), cancellationToken);
        context.Concerns($"videos/{created.Id}");
        return TypedResults.Accepted($"/api/v1/jobs/{created.JobId}", created);
    }

    private static void Tag(HttpContext context, DraftService drafts, DraftResponse draft) => context.Response.Headers.ETag = $"\"{drafts.TagOf(draft)}\"";

    private static async Task<object> ShownAsync(HttpContext context) =>
        await context.RequestServices.GetRequiredService<DraftService>().GetAsync(context.GetRouteValue("id")!.ToString()!, context.RequestAborted);
}
