using Ruying.Api.Admin;

namespace Ruying.Api.Pages.Manage;

/// <summary>A part of management, as the overview and the list beside the pages name it.</summary>
/// <param name="Address">Its page.</param>
/// <param name="Name">The key of its name.</param>
/// <param name="What">The key of the sentence that says what it is for.</param>
/// <param name="IsForAdmins">Whether others see nothing of it.</param>
internal sealed record ManageSection(string Address, string Name, string What, bool IsForAdmins = false)
{
    /// <summary>All of them, in the order of the list.</summary>
    public static readonly IReadOnlyList<ManageSection> All =
    [
        new("/manage/voices", "voices.title", "voices.what"),
        new("/manage/models", "models.title", "models.what"),
        new("/manage/lexicons", "lexicons.title", "lexicons.what"),
        new("/manage/shares", "shares.title", "shares.what"),
        new("/manage/webhooks", "webhooks.title", "webhooks.what"),
        new("/manage/usage", "usage.title", "usage.what"),
        new("/manage/keys", "keys.title", "keys.what", IsForAdmins: true),
        new("/manage/retention", "retention.title", "retention.what", IsForAdmins: true),
        new("/manage/audit", "audit.title", "audit.what", IsForAdmins: true),
        new("/manage/servers", "servers.title", "servers.what", IsForAdmins: true),
        new(JobDashboard.Path, "queue.title", "queue.what", IsForAdmins: true),
    ];
}
