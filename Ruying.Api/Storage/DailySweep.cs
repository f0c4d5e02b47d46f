using Microsoft.Extensions.Options;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Uploads;

namespace Ruying.Api.Storage;

/// <summary>
/// Once a day, where files are elsewhere: removes from the store and from this machine what belongs to nothing any more, and what uploads that were cut
/// short left in the store. What is younger than a day may be on its way in.
/// </summary>
internal sealed class DailySweep(
    IFileStore store, DataFolder data, JobStore jobs, UploadStore uploads, IOptions<ServiceOptions> options, TimeProvider time, ILogger<DailySweep> logger) : BackgroundService
{
    /// <summary>The start has enough to do.</summary>
    private static readonly TimeSpan First = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Removes it now.</summary>
    /// <returns>The names of files that went from the store.</returns>
    public async Task<IReadOnlyList<string>> SweepAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - Day;
        var (jobIds, subjectIds) = await jobs.ListIdsAsync(cancellationToken);
        var subjects = subjectIds.Concat((await uploads.ListAllAsync(cancellationToken)).Select(upload => upload.Id)).ToHashSet();
        data.Sweep(subjects, jobIds, before);
        if (options.Value.Role == ServerRole.Worker)
        {
            return [];
        }

        List<string> gone = [];
        foreach (var (prefix, known) in new[]
        {
            (StoreNames.AllUploads, subjects), (StoreNames.AllAvatars, subjects), (StoreNames.AllVideos, subjects), (StoreNames.AllWork, jobIds),
        })
        {
            await foreach (var file in store.ListAsync(prefix, cancellationToken))
            {
                // Only names that we make: what someone else put there is theirs.
                if (StoreNames.IdOf(file.Name) is { Length: > 0 } id && !known.Contains(id) && file.Modified < before)
                {
                    gone.Add(file.Name);
                }
            }
        }

        foreach (var name in gone)
        {
            await store.DeleteAsync(name, cancellationToken);
        }

        await store.SweepAsync(before, cancellationToken);
        return gone;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Storage != StoreSetup.S3)
        {
            return;
        }

        await Task.Delay(First, time, stoppingToken);
        using var timer = new PeriodicTimer(Day, time);
        do
        {
            try
            {
                var gone = await SweepAsync(stoppingToken);
                logger.LogInformation("Of the store's files {Count} belonged to nothing any more and were removed", gone.Count);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Tomorrow is another day.
                logger.LogError(exception, "The store could not be swept");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
