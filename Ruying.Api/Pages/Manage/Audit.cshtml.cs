using Microsoft.AspNetCore.Mvc;
using Ruying.Api.Audit;
using Ruying.Api.Languages;
using Ruying.Api.Security;

namespace Ruying.Api.Pages.Manage;

/// <summary>Who did what.</summary>
[AdminOnly]
public sealed class AuditPage(AuditLog log, Phrases say) : ManagePage(say)
{
    private const int Shown = 50;

    /// <summary>Only what this owner's keys did.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Owner { get; set; }

    /// <summary>Only this operation.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Operation { get; set; }

    /// <summary>Something in what it was done to.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Subject { get; set; }

    /// <summary>Only from this day on, UTC.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? Since { get; set; }

    /// <summary>The last entry of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Before { get; set; }

    /// <summary>The newest first.</summary>
    public ListPage<AuditResponse> Entries { get; private set; } = new([], null);

    /// <summary>Whether not all entries are asked for.</summary>
    public bool IsFiltered => Given(Owner) is not null || Given(Operation) is not null || Given(Subject) is not null || Since is not null;

    /// <summary>The address of the page that follows.</summary>
    public string Next => QueryString.Create(new Dictionary<string, string?>
    {
        ["owner"] = Given(Owner), ["operation"] = Given(Operation), ["subject"] = Given(Subject), ["since"] = Since?.ToString("O", System.Globalization.CultureInfo.InvariantCulture), ["before"] = Entries.Next,
    }.Where(pair => pair.Value is not null)).ToUriComponent();

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        var since = Since is { } day ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : (DateTimeOffset?)null;
        var rows = await log.ListAsync(Shown + 1, new AuditQuery(Given(Owner), Given(Operation), Given(Subject), Given(Before), since), cancellationToken);
        Entries = Paging.Of(rows, Shown, row => row.Id, AuditResponse.From);
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
