using Microsoft.AspNetCore.Http.HttpResults;
using Ruying.Api.Data;
using Ruying.Api.Description;
using Ruying.Api.Logs;
using Ruying.Api.Problems;
using Ruying.Api.Tags;

namespace Ruying.Api.Jobs;

internal static class JobEndpoints
{
    public static void MapJobsApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/jobs").WithTags("Jobs");
        group.MapGet("/", ListAsync).WithName("ListJobs").WithSummary("Jobs, the newest first; of one state or kind if asked for")
            .WithProblem(StatusCodes.Status400BadRequest, "request.malformed");
        group.MapGet("/{id}", GetAsync).WithName("GetJob")
            .WithSummary("A job's state, stage, percentage and ETA; waits for news of it if asked to")
            .WithProblem(StatusCodes.Status404NotFound, "job.unknown");
        group.MapGet("/{id}/events", EventsAsync).WithName("GetJobEvents")
            .WithSummary("What happens to a job, as Server-Sent Events, until it has ended")
            .WithDescription("Events are called `job`; the data of each is the job. After the last the connection is closed, and who comes back with its id gets 204: there is nothing more.")
            .Produces<JobResponse>(StatusCodes.Status200OK, "text/event-stream").Produces(StatusCodes.Status204NoContent)
            .WithProblem(StatusCodes.Status404NotFound, "job.unknown");
        group.MapGet("/{id}/frame.jpg", FrameAsync).WithName("GetJobFrame").WithSummary("What a video's job rendered last, at most 360 pixels wide and high; 204 while there is nothing")
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg").Produces(StatusCodes.Status204NoContent)
            .WithProblem(StatusCodes.Status404NotFound, "job.unknown");
        group.MapGet("/{id}/log", LogAsync).WithName("GetJobLog").WithSummary("The last lines of a job's log, as plain text")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .WithProblem(StatusCodes.Status404NotFound, "job.unknown")
            .WithProblem(StatusCodes.Status422UnprocessableEntity, "job.log_lines");
        group.MapPost("/{id}/cancel", CancelAsync).WithIfMatch(ShownAsync).WithName("CancelJob").WithSummary("Cancels a job that waits or runs")
            .WithProblem(StatusCodes.Status404NotFound, "job.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "job.finished");
        group.MapPost("/{id}/retry", RetryAsync).WithIfMatch(ShownAsync).WithName("RetryJob")
            .WithSummary("Starts a job again that failed or was cancelled; it goes on from its last finished stage")
            .WithProblem(StatusCodes.Status404NotFound, "job.unknown")
            .WithProblem(StatusCodes.Status409Conflict, "job.not_ended");
    }

    private static async Task<Ok<JobResponse>> RetryAsync(string id, JobService jobs, CancellationToken cancellationToken) =>
        TypedResults.Ok(await jobs.RetryAsync(id, cancellationToken));

    private static async Task<Ok<ListPage<JobResponse>>> ListAsync(
        JobService jobs, string? state, string? kind, int? limit, string? before, CancellationToken cancellationToken) =>
        TypedResults.Ok(await jobs.ListAsync(limit, before, Choices.Parse<JobState>(state), Choices.Parse<JobKind>(kind), cancellationToken));

    private static async Task<Ok<JobResponse>> GetAsync(
        string id, int? wait, HttpRequest request, JobService jobs, JobEvents events, CancellationToken cancellationToken)
    {
        var known = request.Headers.IfNoneMatch;
        Func<JobResponse, bool>? isNews = known.Count == 0 ? null : job => !EntityTags.Names(known, events.IdOf(job), weakly: true);
        return TypedResults.Ok(await jobs.WaitAsync(id, wait ?? 0, isNews, cancellationToken));
    }

    private static async Task<IResult> EventsAsync(
        string id, HttpContext context, JobService jobs, JobEvents events, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var job = await jobs.GetAsync(id, cancellationToken);
        var known = context.Request.Headers["Last-Event-ID"].ToString();
        if (!job.Active && known == events.IdOf(job))
        {
            return TypedResults.NoContent();
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.Stream(output => SendAsync(output), "text/event-stream");

        async Task SendAsync(Stream output)
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
            try
            {
                await events.SendAsync(id, known, output, ending.Token);
            }
            catch (OperationCanceledException)
            {
                // The client went, or the service stops: it will come again.
            }
        }
    }

    private static async Task<object> ShownAsync(HttpContext context) =>
        await context.RequestServices.GetRequiredService<JobService>().GetAsync(context.GetRouteValue("id")!.ToString()!, context.RequestAborted);

    private static async Task<IResult> FrameAsync(string id, HttpResponse response, JobFrames frames, CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = "no-store";
        return await frames.FindAsync(id, cancellationToken) is { } picture ? TypedResults.Bytes(picture, "image/jpeg") : TypedResults.NoContent();
    }

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
