namespace Ruying.Api.Shares;

/// <summary>Headers of what links show: nothing runs, nobody frames it, no search engine keeps it, no address leaves with a click.</summary>
internal static class SharePolicy
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <param name="response">The answer.</param>
    /// <param name="videoOrigin">From where else the video may come; null for nowhere.</param>
    public static void Apply(HttpResponse response, string? videoOrigin)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = videoOrigin is null ? Policy : Policy.Replace("media-src 'self'", $"media-src 'self' {videoOrigin}", StringComparison.Ordinal);
        headers["X-Robots-Tag"] = "noindex, nofollow, noarchive";
        headers["Referrer-Policy"] = "no-referrer";

        // Asked again each time: a link that was taken back shows nothing that a cache still holds.
        headers.CacheControl = "private, no-cache";
    }
}
