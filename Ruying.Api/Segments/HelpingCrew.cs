using Ruying.Api.Data;
using Ruying.Api.Jobs;

namespace Ruying.Api.Segments;

/// <summary>A worker with nothing else to do, which renders segments of a job that another worker runs, as long as no whole video waits.</summary>
internal sealed class HelpingCrew(JobRow job, SegmentStore segments, SharedWork shared, JobStore jobs, TimeProvider time, ILogger logger, CancellationTokenSource rendering)
    : SharedCrew(job, segments, shared, time, logger)
{
    public override async Task<int?> TakeAsync(CancellationToken cancellationToken) =>
        await jobs.NextAsync(RenderSegmentsJob.Before, cancellationToken) is null ? await ClaimAsync(cancellationToken) : null;

    public override async Task FinishAsync(int segment, CancellationToken cancellationToken)
    {
        await Shared.PutSegmentAsync(Job.Id, Board.Folder, segment, cancellationToken);
        await base.FinishAsync(segment, cancellationToken);
        Logger.LogInformation("Segment {Segment} of job {Job} rendered for {Worker}", segment, Job.Id, Job.Worker);
    }

    // The job was cancelled, has ended or goes on elsewhere.
    protected override void Lose(int segment) => JobRunner.Stop(rendering);
}
