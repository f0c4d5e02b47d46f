using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Description;
using Ruying.Api.Security;

namespace Ruying.Api.Audit;

internal static class AuditEndpoints
{
    public static void MapAuditApi(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/audit", ListAsync).WithTags("Audit").WithMetadata(new AdminOnly()).WithName("ListAudit")
            .WithSummary("Who did what, the newest first; needs an admin key")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed");

    private static async Task<Ok<ListPage<AuditResponse>>> ListAsync(
        AuditLog log, string? owner, string? action, string? subject, DateTimeOffset? since, int? limit, string? before, CancellationToken cancellationToken)
    {
        var rows = await log.ListAsync(Paging.Limit(limit) + 1, new AuditQuery(owner, action, subject, before, since), cancellationToken);
        return TypedResults.Ok(Paging.Of(rows, Paging.Limit(limit), row => row.Id, AuditResponse.From));
    }
}
