using Microsoft.Extensions.Options;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Pipeline.Videos.Segments;

namespace Ruying.Api.Segments;

/// <summary>Chooses who renders a video's segments: this worker alone, or whoever is idle too.</summary>
public sealed class SegmentCrews(SegmentStore segments, SharedWork shared, JobDispatcher dispatcher, IOptions<ServiceOptions> options, TimeProvider time, ILogger<SegmentCrews> logger)
{
    /// <summary>The crew of one attempt; the caller disposes it when the attempt ends.</summary>
    public ISegmentCrew Make(JobRow job) =>
        options.Value is { IsShared: false, VideoWorkers: 1 } ? new LoneCrew() : new OwnCrew(job, segments, shared, dispatcher, time, logger);
}
