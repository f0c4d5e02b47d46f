using Ruying.Api.Data;

namespace Ruying.Api.Webhooks;

/// <summary>What webhooks are told.</summary>
internal static class WebhookEvents
{
    /// <summary>All events.</summary>
    public static readonly IReadOnlyList<string> Names = ["avatar.ready", "avatar.failed", "video.ready", "video.failed"];

    /// <summary>The event of a job that has ended; null where nobody is told.</summary>
    public static string? Of(JobRow job)
    {
        var subject = job.Kind switch
        {
            JobKind.Avatar or JobKind.StudioAvatar => "avatar",
            JobKind.Video => "video",
            _ => null,
        };
        var end = job.State switch
        {
            JobState.Succeeded => "ready",
            JobState.Failed => "failed",
            _ => null,
        };
        return subject is null || end is null ? null : $"{subject}.{end}";
    }
}
