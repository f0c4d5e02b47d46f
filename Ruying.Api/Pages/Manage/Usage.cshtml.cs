using Microsoft.AspNetCore.Mvc;
using Ruying.Api.Languages;
using Ruying.Api.Usage;

namespace Ruying.Api.Pages.Manage;

/// <summary>What was made, day by day or month by month, and what is stored.</summary>
public sealed class UsagePage(UsageReports reports, TimeProvider time, Phrases say) : ManagePage(say)
{
    /// <summary>Of more days than these the months are shown.</summary>
    private const int MostBars = 62;

    /// <summary>The first day, UTC.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    /// <summary>The last day, UTC.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    /// <summary>Whose, if not the caller's own.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Owner { get; set; }

    /// <summary>Whether everybody's.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    /// <summary>Null where it was refused.</summary>
    public UsageResponse? Report { get; private set; }

    /// <summary>The chart of what was made.</summary>
    public UsageChart Chart { get; private set; } = new([], IsMonthly: false);

    /// <summary>Today, UTC.</summary>
    public DateOnly Today { get; } = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        Report = await reports.OfAsync(UsageReports.Whose(User, string.IsNullOrWhiteSpace(Owner) ? null : Owner.Trim(), All), From, To, cancellationToken);
        Chart = Report.Days.Count > MostBars ? UsageChart.Monthly(Report.Days) : new UsageChart(Report.Days, IsMonthly: false);
    }
}
