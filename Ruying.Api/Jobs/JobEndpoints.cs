using Microsoft.AspNetCore.Http.HttpResults;

namespace Ruying.Api.Jobs;

internal static class JobEndpoints
{
    public static void MapJobsApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/jobs").WithTags("Jobs");
        group.MapGet("/", ListAsync).WithName("ListJobs").WithSummary("Jobs, the newest first");
        group.MapGet("/{id}", GetAsync).WithName("GetJob").WithSummary("A job's state, stage and percentage")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/{id}/cancel", CancelAsync).WithName("CancelJob").WithSummary("Cancels a job that waits or runs")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/{id}/retry", RetryAsync).WithName("RetryJob").WithSummary("Starts a job again that failed or was cancelled; it goes on from its last finished stage")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Ok<JobResponse>> RetryAsync(string id, JobService jobs, CancellationToken cancellationToken) =>
        TypedResults.Ok(await jobs.RetryAsync(id, cancellationToken));

    private static async Task<Ok<ListPage<JobResponse>>> ListAsync(JobService jobs, int? limit, string? before, CancellationToken cancellationToken) =>
        TypedResults.Ok(await jobs.ListAsync(limit, before, cancellationToken));

    private static async Task<Ok<JobResponse>> GetAsync(string id, JobService jobs, CancellationToken cancellationToken) =>
        TypedResults.Ok(await jobs.GetAsync(id, cancellationToken));

    private static async Task<Ok<JobResponse>> CancelAsync(string id, JobService jobs, CancellationToken cancellationToken) =>
        TypedResults.Ok(await jobs.CancelAsync(id, cancellationToken));
}
