using Ruying.Api.Segments;

namespace Ruying.Api.Jobs;

/// <summary>Pictures of what running jobs rendered last.</summary>
public sealed class JobFrames(JobService jobs, SharedWork shared)
{
    /// <summary>The latest picture, a JPEG at most 360 pixels wide and high; null while there is none, and when the job has ended.</summary>
    /// <exception cref="Problems.RequestException"><c>job.unknown</c>.</exception>
    public async Task<byte[]?> FindAsync(string jobId, CancellationToken cancellationToken)
    {
        var job = await jobs.GetAsync(jobId, cancellationToken);
        return job.Active ? await shared.FindLatestAsync(job.Id, cancellationToken) : null;
    }
}
