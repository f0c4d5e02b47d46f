using Ruying.Api.Languages;

namespace Ruying.Api.Pages.Manage;

/// <summary>What there is to manage.</summary>
public sealed class OverviewPage(Phrases say) : ManagePage(say)
{
    protected override Task ReadAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
