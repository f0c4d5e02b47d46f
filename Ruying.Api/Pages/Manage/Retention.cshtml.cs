using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Ruying.Api.Admin;
using Ruying.Api.Data;
using Ruying.Api.Languages;
using Ruying.Api.Retention;
using Ruying.Api.Security;

namespace Ruying.Api.Pages.Manage;

/// <summary>How long things are kept, what would go now, and lets it go.</summary>
[AdminOnly]
public sealed class RetentionPage(RetentionService retention, IOptions<ServiceOptions> options, Phrases say) : ManagePage(say)
{
    /// <summary>How many things are shown.</summary>
    public const int Shown = 200;

    /// <summary>The settings.</summary>
    public RetentionOptions Rules => options.Value.Retention;

    /// <summary>What would go now, of all owners.</summary>
    public IReadOnlyList<RetentionItem> Items { get; private set; } = [];

    /// <summary>Bytes that would be free then.</summary>
    public long Bytes => Items.Sum(item => item.Bytes);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => DoAsync(
        async () =>
        {
            var gone = await AllOwners.RunAsync(() => retention.ApplyAsync(cancellationToken));
            Done = Say["retention.done", ManageWords.Number(gone.Count), AdminOutput.Size(gone.Sum(item => item.Bytes))];
        },
        "/manage/retention",
        cancellationToken);

    protected override async Task ReadAsync(CancellationToken cancellationToken) => Items = await AllOwners.RunAsync(() => retention.ListAsync(cancellationToken));
}
