using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Logs;
using Ruying.Api.Problems;

namespace Ruying.Api.Jobs;

internal static class JobEndpoints
{
    public static void MapJobsApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/jobs").WithTags("Jobs");
        group.MapGet("/", ListAsync).WithName("ListJobs").WithSummary("Jobs, the newest first");
        group.MapGet("/{id}", GetAsync).WithName("GetJob").WithSummary("A job's state, stage and percentage")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/{id}/log", LogAsync).WithName("GetJobLog").WithSummary("The last lines of a job's log, as plain text")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
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

    private static async Task<ContentHttpResult> LogAsync(string id, JobService jobs, JobLogs logs, int? lines, CancellationToken cancellationToken)
    {
        var job = await jobs.GetAsync(id, cancellationToken);
        if (lines is < 1 or > JobLogs.MostLines)
        {
            throw RequestException.Invalid("job.log_lines", $"The number of lines is 1 to {JobLogs.MostLines}.");
        }

        return TypedResults.Text(await logs.ReadAsync(job.Id, lines ?? JobLogs.UsualLines, cancellationToken));
    }

    private static async Task<Ok<JobResponse>> CancelAsync(string id, JobService jobs, CancellationToken cancellationToken) =>
        TypedResults.Ok(await jobs.CancelAsync(id, cancellationToken));
}
