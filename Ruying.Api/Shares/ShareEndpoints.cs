using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Audit;
using Ruying.Api.Description;
using Ruying.Api.Idempotency;

namespace Ruying.Api.Shares;

internal static class ShareEndpoints
{
    public static void MapSharesApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/videos/{id}/shares").WithTags("Shares");
        group.MapPost("/", CreateAsync).WithName("CreateShare").WithMetadata(new IdempotentAttribute { HoldsSecret = true })
            .WithSummary("Makes a link that shows a video to whoever has it, for 7 days unless told otherwise; the answer has the link, once")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed")
            .WithProblem(StatusCodes.Status404NotFound, "video.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "video.not_ready", "consent.revoked", "share.too_many")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "share.expiry");
        group.MapGet("/", ListAsync).WithName("ListShares").WithSummary("A video's links, the newest first, without what opens them")
            .WithProblem(StatusCodes.Status404NotFound, "video.unknown");
        group.MapDelete("/{shareId}", DeleteAsync).WithName("DeleteShare").WithSummary("Takes a link back at once")
            .WithProblem(StatusCodes.Status404NotFound, "video.unknown", "share.unknown");
        routes.MapGet("/shares", ListAllAsync).WithTags("Shares").WithName("ListAllShares").WithSummary("The links to all videos, the newest first, without what opens them")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed");
    }

    private static async Task<Created<ShareResponse>> CreateAsync(
        string id, CreateShareRequest request, HttpContext context, ShareService shares, CancellationToken cancellationToken)
    {
        var share = await shares.CreateAsync(id, request, context.Request, cancellationToken);
        context.Concerns($"videos/{share.VideoId}/shares/{share.Id}");
        return TypedResults.Created($"/api/v1/videos/{share.VideoId}/shares", share);
    }

    private static async Task<Ok<IReadOnlyList<ShareResponse>>> ListAsync(string id, ShareService shares, CancellationToken cancellationToken) =>
        TypedResults.Ok(await shares.ListAsync(id, cancellationToken));

    private static async Task<Ok<ListPage<ShareResponse>>> ListAllAsync(ShareService shares, int? limit, string? before, CancellationToken cancellationToken) =>
        TypedResults.Ok(await shares.ListAllAsync(limit, before, cancellationToken));

    private static async Task<NoContent> DeleteAsync(string id, string shareId, ShareService shares, CancellationToken cancellationToken)
    {
        await shares.DeleteAsync(id, shareId, cancellationToken);
        return TypedResults.NoContent();
    }
}
