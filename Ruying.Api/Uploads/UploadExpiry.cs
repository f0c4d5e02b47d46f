using Microsoft.Extensions.Options;
using Ruying.Api.Data;

namespace Ruying.Api.Uploads;

/// <summary>When uploads go that nobody carries on or uses.</summary>
public sealed class UploadExpiry(IOptions<ServiceOptions> options, TimeProvider time)
{
    /// <summary>When it goes unless something happens; null for never.</summary>
    public DateTimeOffset? Of(UploadRow upload)
    {
        var rules = options.Value.Retention;
        return upload.FinishedAt is { } finished
            ? rules.UnusedDays is > 0 and var days ? finished.AddDays(days) : null
            : rules.UnfinishedHours is > 0 and var hours ? upload.TouchedAt.AddHours(hours) : null;
    }

    /// <summary>Whether that time has come.</summary>
    public bool IsOver(UploadRow upload) => Of(upload) <= time.GetUtcNow();
}
