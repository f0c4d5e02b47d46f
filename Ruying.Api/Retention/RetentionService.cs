using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ruying.Api.Audit;
using Ruying.Api.Data;
using Ruying.Api.Problems;
using Ruying.Api.Storage;
using Ruying.Api.Uploads;
using Ruying.Api.Videos;

namespace Ruying.Api.Retention;

/// <summary>Removes what has been kept for as long as the settings say; safe beside a running service.</summary>
public sealed class RetentionService(
    IDbContextFactory<RuyingDb> databases, KeptFiles kept, VideoService videos, UploadService uploads, UploadStore waiting, UploadExpiry expiry, AuditLog audit, IOptions<ServiceOptions> options, TimeProvider time, ILogger<RetentionService> logger)
{
    /// <summary>What would go now; of a worker nothing but its work folders. Nothing of a job that waits or runs is among it.</summary>
    public async Task<IReadOnlyList<RetentionItem>> ListAsync(CancellationToken cancellationToken)
    {
        var rules = options.Value.Retention;
        List<JobRow> ended;
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            ended = await db.Jobs.AsNoTracking()
                .Where(j => j.FinishedAt != null && j.State != JobState.Queued && j.State != JobState.Running)
                .OrderBy(j => j.FinishedAt)
                .ToListAsync(cancellationToken);
        }

        List<RetentionItem> items = [];
        var isAll = options.Value.Role != ServerRole.Worker;
        foreach (var job in ended)
        {
            if (isAll && job.Kind == JobKind.Video && IsOver(job, rules.VideoDays))
            {
                // Its row goes even where no file is left; the others are nothing but files.
                Add(
                    RetentionKind.Video,
                    job.SubjectId,
                    job,
                    await kept.SizeAsync([StoreNames.VideoFiles(job.SubjectId)], cancellationToken) + await kept.UploadSizeAsync(job.SubjectId, cancellationToken) + await kept.WorkSizeAsync(job.Id, cancellationToken));
                continue;
            }

            if (isAll && IsOver(job, rules.UploadDays) && await kept.UploadSizeAsync(job.SubjectId, cancellationToken) is > 0 and var sent)
            {
                Add(RetentionKind.Upload, job.SubjectId, job, sent);
            }

            if (IsOver(job, rules.WorkDays) && await kept.WorkSizeAsync(job.Id, cancellationToken) is > 0 and var worked)
            {
                Add(RetentionKind.Work, job.Id, job, worked);
            }
        }

        foreach (var upload in (isAll ? await waiting.ListAllAsync(cancellationToken) : []).Where(upload => upload.UsedAs is null && expiry.IsOver(upload)))
        {
            var kind = upload.FinishedAt is null ? RetentionKind.Unfinished : RetentionKind.Unused;
            items.Add(new RetentionItem(kind, upload.Id, upload.FinishedAt ?? upload.TouchedAt, await kept.UploadSizeAsync(upload.Id, cancellationToken)));
        }

        return items;

        void Add(RetentionKind kind, string id, JobRow job, long bytes) => items.Add(new RetentionItem(kind, id, job.FinishedAt!.Value, bytes));
    }

    /// <summary>Removes what <see cref="ListAsync"/> lists, and logs each.</summary>
    /// <returns>What went.</returns>
    public async Task<IReadOnlyList<RetentionItem>> ApplyAsync(CancellationToken cancellationToken)
    {
        List<RetentionItem> gone = [];
        foreach (var item in await ListAsync(cancellationToken))
        {
            if (await TryRemoveAsync(item, cancellationToken))
            {
                gone.Add(item);
                await audit.WriteAsync(AuditLog.Service, "Retention", $"{(item.What is RetentionKind.Unfinished or RetentionKind.Unused ? RetentionKind.Upload : item.What).ToString().ToLowerInvariant()}s/{item.Id}", cancellationToken);
                logger.LogInformation("Kept long enough: {What} {Id} of {Since:yyyy-MM-dd}, {Bytes} bytes, is removed", item.What, item.Id, item.Since, item.Bytes);
            }
        }

        return gone;
    }

    private bool IsOver(JobRow job, int? days) => days is { } kept && job.FinishedAt < time.GetUtcNow() - TimeSpan.FromDays(kept);

    private async Task<bool> TryRemoveAsync(RetentionItem item, CancellationToken cancellationToken)
    {
        try
        {
            switch (item.What)
            {
                case RetentionKind.Video:
                    await videos.DeleteAsync(item.Id, cancellationToken);
                    break;
                case RetentionKind.Unfinished or RetentionKind.Unused:
                    await uploads.DeleteAsync(item.Id, cancellationToken);
                    break;
                case RetentionKind.Upload:
                    await kept.RemoveUploadAsync(item.Id, cancellationToken);
                    break;
                default:
                    await kept.RemoveWorkAsync(item.Id, cancellationToken);
                    break;
            }

            return true;
        }
        catch (RequestException)
        {
            // Somebody deleted it meanwhile, or works on it again.
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or StorageException)
        {
            logger.LogWarning(exception, "{What} {Id} could not be removed", item.What, item.Id);
            return false;
        }
    }
}
