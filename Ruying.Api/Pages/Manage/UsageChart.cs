using System.Globalization;
using Ruying.Api.Usage;

namespace Ruying.Api.Pages.Manage;

/// <summary>Bars of what was made, one a day or month.</summary>
/// <param name="Bars">In order; a month stands at its first day.</param>
/// <param name="IsMonthly">Whether each is a month.</param>
public sealed record UsageChart(IReadOnlyList<UsageDay> Bars, bool IsMonthly)
{
    /// <summary>Units of the drawing that a bar has, and the whole height.</summary>
    public const int Step = 10, Height = 100;

    private const int Gap = 2;

    /// <summary>The highest bar's seconds, at least one minute.</summary>
    public double Most => Math.Max(60, Bars.Select(bar => bar.Seconds).DefaultIfEmpty().Max());

    /// <summary>Days added up by their months.</summary>
    public static UsageChart Monthly(IReadOnlyList<UsageDay> days) => new(
        [.. days.GroupBy(day => new DateOnly(day.Day.Year, day.Day.Month, 1)).Select(month => new UsageDay(month.Key, month.Sum(d => d.Videos), Math.Round(month.Sum(d => d.Seconds), 2), month.Sum(d => d.Avatars)))],
        IsMonthly: true);

    /// <summary>Where a bar stands: left, top, width and height, as SVG wants them.</summary>
    public (string X, string Y, string Width, string Height) Place(int bar)
    {
        // What was made at all can be seen.
        var height = Bars[bar].Seconds > 0 ? Math.Max(2, Bars[bar].Seconds / Most * Height) : 0;
        return (Text(bar * Step), Text(Height - height), Text(Step - Gap), Text(height));
    }

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
