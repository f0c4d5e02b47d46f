using Microsoft.AspNetCore.WebUtilities;

namespace Ruying.Api.Pages;

/// <summary>Addresses of our pages.</summary>
internal static class PageAddress
{
    /// <summary>A path with those of the values that are there.</summary>
    public static string Of(string path, params IEnumerable<(string Name, string? Value)> query) =>
        QueryHelpers.AddQueryString(path, query.Where(q => !string.IsNullOrEmpty(q.Value)).Select(q => KeyValuePair.Create(q.Name, q.Value)));
}
