using Ruying.Api.Data;
using Ruying.Pipeline;

namespace Ruying.Api.Jobs;

/// <summary>What one kind of job does. The same job may be executed again after a crash at any point.</summary>
public interface IJobHandler
{
    /// <summary>Does the work and publishes the result by one rename; a result that is there already is kept or replaced.</summary>
    Task ExecuteAsync(JobRow job, IProgress<StageProgress> progress, CancellationToken cancellationToken);

    /// <summary>Removes a result that was published after the job had been cancelled.</summary>
    void Discard(JobRow job);
}
