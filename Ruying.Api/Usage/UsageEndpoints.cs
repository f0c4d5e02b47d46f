using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Description;

namespace Ruying.Api.Usage;

internal static class UsageEndpoints
{
    public static void MapUsageApi(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/usage", GetAsync).WithTags("Usage").WithName("GetUsage")
            .WithSummary("What was made, day by day, what is stored and waits, and the limits; of the key's owner, with an admin key of another or of all")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "usage.range");

    private static async Task<Ok<UsageResponse>> GetAsync(
        HttpContext context, UsageReports reports, DateOnly? from, DateOnly? to, string? owner, bool? all, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reports.OfAsync(UsageReports.Whose(context.User, owner, all is true), from, to, cancellationToken));
}
