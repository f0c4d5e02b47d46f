using System.Collections.Concurrent;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Storage;

namespace Ruying.Api.Segments;

/// <summary>Helps with videos that other workers render, until nothing is left to take or a whole video waits.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class RenderSegmentsJob(
    SegmentStore segments, SegmentRefusals refusals, JobStore jobs, IPipeline pipeline, IDbContextFactory<RuyingDb> databases, IFileStore store, SharedWork shared, DataFolder data, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<RenderSegmentsJob> logger)
{
    /// <summary>What goes before: somebody waits for the first frame of it.</summary>
    internal static readonly IReadOnlyCollection<JobKind> Before = [JobKind.Video];

    /// <summary>Helps as long as there is something.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        while (!stopping.IsCancellationRequested
            && await jobs.NextAsync(Before, CancellationToken.None) is null
            && await segments.FindOpenAsync(refusals.Leases, CancellationToken.None) is var (job, folder))
        {
            await HelpAsync(job, folder, stopping.Token);
        }
    }

    private async Task HelpAsync(JobRow job, string folder, CancellationToken stopping)
    {
        using var scope = logger.BeginScope(new Dictionary<string, object> { ["Job"] = job.Id, ["Kind"] = job.Kind, ["Subject"] = job.SubjectId });
        using var rendering = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        try
        {
            var package = await store.BringFolderAsync(StoreNames.Package(await AvatarOfAsync(job)), StoreNames.PackageParts, rendering.Token);
            using var place = await shared.OpenAsync(job.Id, folder, rendering.Token);
            await using var crew = new HelpingCrew(job, segments, shared, jobs, time, logger, rendering);
            await pipeline.RenderSegmentsAsync(package, place.Path, crew, rendering.Token);
        }
        catch (OperationCanceledException) when (rendering.IsCancellationRequested)
        {
            // Stopped, or the job does not need it any more.
        }
        catch (Exception exception)
        {
            // Who runs the job renders it, and says what is wrong if that fails too.
            refusals.Add(job.Lease!);
            logger.LogWarning(exception, "This server cannot help with job {Job}", job.Id);
        }

        if (await jobs.FindAsync(job.Id, CancellationToken.None) is null or { State: JobState.Succeeded })
        {
            // What was begun too late for the job is nobody's.
            data.RemoveWork(job.Id);
        }
    }

    private async Task<string> AvatarOfAsync(JobRow job)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await db.Videos.AsNoTracking().Where(v => v.Id == job.SubjectId).Select(v => v.AvatarId).SingleAsync();
    }
}

/// <summary>The attempts that this process could not help: it does not try them again.</summary>
public sealed class SegmentRefusals
{
    private readonly ConcurrentDictionary<string, bool> _leases = new(StringComparer.Ordinal);

    /// <summary>Their leases.</summary>
    public IReadOnlyCollection<string> Leases => [.. _leases.Keys];

    /// <summary>One more.</summary>
    public void Add(string lease) => _leases[lease] = true;
}
