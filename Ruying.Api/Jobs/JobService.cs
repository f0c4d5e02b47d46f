using Ruying.Api.Data;
using Ruying.Api.Problems;
using Ruying.Api.Storage;
using Ruying.Api.Telemetry;

namespace Ruying.Api.Jobs;

/// <summary>What clients may ask about jobs.</summary>
public sealed class JobService(JobStore jobs, JobCancellations cancellations, DataFolder data, ServiceMetrics metrics)
{
    public async Task<ListPage<JobResponse>> ListAsync(int? limit, string? before, CancellationToken cancellationToken)
    {
        var rows = await jobs.ListAsync(Paging.Limit(limit) + 1, before, cancellationToken);
        return Paging.Of(rows, Paging.Limit(limit), j => j.Id, JobResponse.From);
    }

    /// <exception cref="RequestException"><c>job.unknown</c>.</exception>
    public async Task<JobResponse> GetAsync(string id, CancellationToken cancellationToken) =>
        await jobs.FindAsync(id, cancellationToken) is { } row
            ? JobResponse.From(row)
            : throw RequestException.NotFound("job.unknown", "There is no such job; it may have been deleted.");

    /// <summary>Cancels; the row says so at once, a running worker stops within a frame.</summary>
    /// <exception cref="RequestException"><c>job.unknown</c>, or <c>job.finished</c> when there is nothing left to cancel.</exception>
    public async Task<JobResponse> CancelAsync(string id, CancellationToken cancellationToken)
    {
        var job = await GetAsync(id, cancellationToken);
        if (await jobs.TryCancelAsync(id, JobState.Queued, cancellationToken))
        {
            metrics.JobEnded(job.Kind, JobState.Cancelled, code: null, seconds: null);
            data.RemoveWork(id);
            data.RemoveUpload(job.SubjectId);
        }
        else if (await jobs.TryCancelAsync(id, JobState.Running, cancellationToken))
        {
            cancellations.Cancel(id);
        }
        else
        {
            throw RequestException.Conflict("job.finished", "The job has ended already; there is nothing to cancel.");
        }

        return await GetAsync(id, cancellationToken);
    }
}
