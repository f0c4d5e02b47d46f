using Ruying.Api.Data;
using Ruying.Api.Storage;
using Ruying.Api.Uploads.Tus;

namespace Ruying.Api.Uploads;

/// <summary>At the start: ends what a crash left half done of uploads.</summary>
public sealed class UploadSweep(UploadStore store, UploadUse uses, TusUploads tus, ILogger<UploadSweep> logger)
{
    /// <summary>Uploads that were being used are there for another try; those whose last byte had arrived are finished.</summary>
    /// <param name="before">Only what began before then: other servers may be using what began later.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The ids of all uploads.</returns>
    public async Task<IReadOnlyList<string>> SettleAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var uploads = await store.ListAllAsync(cancellationToken);
        foreach (var upload in uploads)
        {
            try
            {
                await SettleAsync(upload, before, cancellationToken);
            }
            catch (StorageException exception)
            {
                logger.LogWarning(exception, "Upload {Upload} stays as it was left until the next start", upload.Id);
            }
        }

        return [.. uploads.Select(upload => upload.Id)];
    }

    private async Task SettleAsync(UploadRow upload, DateTimeOffset before, CancellationToken cancellationToken)
    {
        if (upload.UsedAs is { } place)
        {
            // It is used by an avatar or a video whose id tells when that began.
            if (Ids.Moment(place.Split('/')[0]) < before)
            {
                await uses.GiveBackAsync(upload, StoreNames.AllUploads + place, cancellationToken);
                logger.LogInformation("Upload {Upload} can be used again", upload.Id);
            }
        }
        else if (upload.FinishedAt is null)
        {
            await tus.SettleAsync(upload, cancellationToken);
        }
    }
}
