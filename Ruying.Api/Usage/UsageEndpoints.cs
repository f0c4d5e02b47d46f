using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Description;
using Ruying.Api.Keys;
using Ruying.Api.Problems;
using Ruying.Api.Security;

namespace Ruying.Api.Usage;

internal static class UsageEndpoints
{
    public static void MapUsageApi(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/usage", GetAsync).WithTags("Usage").WithName("GetUsage")
            .WithSummary("What was made, day by day, what is stored and waits, and the limits; of the key's owner, with an admin key of another or of all")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "usage.range");

    private static async Task<Ok<UsageResponse>> GetAsync(
        HttpContext context, UsageReports reports, DateOnly? from, DateOnly? to, string? owner, bool? all, CancellationToken cancellationToken)
    {
        var own = Caller.Require(context.User);
        if ((all is true || (owner ?? own) != own) && !Caller.Scopes(context.User).HasFlag(KeyScopes.Admin))
        {
            throw new RequestException(StatusCodes.Status403Forbidden, "auth.scope", "Another owner's usage is told to admin keys only.");
        }

        return TypedResults.Ok(await reports.OfAsync(all is true ? null : owner ?? own, from, to, cancellationToken));
    }
}
