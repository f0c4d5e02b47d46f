using Ruying.Api.Data;
using Ruying.Pipeline;

namespace Ruying.Api.Jobs;

/// <summary>What one kind of job does. The same job may be executed again after a crash at any point.</summary>
public interface IJobHandler
{
    /// <summary>Does the work and publishes the result, whole or not at all; a result that is there already is kept or replaced.</summary>
    Task ExecuteAsync(JobRow job, IProgress<StageProgress> progress, CancellationToken cancellationToken);

    /// <summary>Removes a result that was published after the job had been cancelled.</summary>
    Task DiscardAsync(JobRow job);
}
