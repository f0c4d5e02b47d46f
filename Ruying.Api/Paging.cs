namespace Ruying.Api;

/// <summary>Makes pages of lists.</summary>
public static class Paging
{
    /// <summary>How many a page holds: 50 unless asked for 1 to 200.</summary>
    public static int Limit(int? asked) => Math.Clamp(asked ?? 50, 1, 200);

    /// <summary>A page of rows that were read with one more than the page holds.</summary>
    public static ListPage<TItem> Of<TRow, TItem>(IReadOnlyList<TRow> rows, int limit, Func<TRow, string> id, Func<TRow, TItem> item) => new(
        [.. rows.Take(limit).Select(item)], rows.Count > limit ? id(rows[limit - 1]) : null);
}
