using Hangfire;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Pipeline;

namespace Ruying.Api.Models;

/// <summary>A model of the catalogue comes into the store; its licence was accepted when the job was asked for.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class PullModelJob(JobRunner runner, IPipeline pipeline) : IJobHandler
{
    /// <summary>Runs the next of these jobs.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => runner.RunNextAsync([JobKind.Model], this, cancellationToken);

    public async Task ExecuteAsync(JobRow job, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        // Kept by an attempt that ended before the row could say so.
        if (IsPulled(job))
        {
            return;
        }

        await pipeline.Puller.PullAsync(job.SubjectId, acceptLicence: false, progress, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public Task DiscardAsync(JobRow job)
    {
        if (IsPulled(job))
        {
            pipeline.Models.Remove(job.SubjectId);
        }

        pipeline.Puller.Discard(job.SubjectId);
        return Task.CompletedTask;
    }

    // One that somebody imported under the name meanwhile is theirs.
    private bool IsPulled(JobRow job) =>
        pipeline.Models.List().Any(model => model.Name == job.SubjectId && model.Origin is not null && model.Imported >= job.CreatedAt);
}
