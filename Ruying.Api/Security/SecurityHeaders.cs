using Ruying.Api.Storage;

namespace Ruying.Api.Security;

/// <summary>Headers that keep a browser to what our pages need; an endpoint that needs another policy sets its own.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, IFileStore store)
{
    /// <summary>Our pages: everything from this origin, nothing inline.</summary>
    private const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
        + "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>A footage report: one file with its own style and pictures, no script, shown inside our pages only.</summary>
    public const string ReportPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'self'; sandbox allow-same-origin";

    // Videos may come from the store's own address.
    private readonly string _pagePolicy = store.LinkOrigin is { } origin
        ? PagePolicy.Replace("media-src 'self'", $"media-src 'self' {origin}", StringComparison.Ordinal)
        : PagePolicy;

    /// <summary>Recordings that are not sent yet are played from the page's own memory.</summary>
    private string RecordingPolicy => _pagePolicy.Replace("media-src 'self'", "media-src 'self' blob:", StringComparison.Ordinal);

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            var records = context.GetEndpoint()?.Metadata.GetMetadata<RecordsAttribute>() is not null;
            headers.TryAdd("Content-Security-Policy", records ? RecordingPolicy : _pagePolicy);
            headers.TryAdd("X-Content-Type-Options", "nosniff");
            headers.TryAdd("Referrer-Policy", "same-origin");
            headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
            headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
            headers.TryAdd("Permissions-Policy", records ? "camera=(self), microphone=(self), geolocation=()" : "camera=(), microphone=(), geolocation=()");
            headers.TryAdd("Cache-Control", "no-cache");
            return Task.CompletedTask;
        });
        return next(context);
    }
}
