using Ruying.Api.Problems;

namespace Ruying.Api.Security;

/// <summary>
/// Another site's page in the user's browser must not change anything here: without keys nothing else would stop it, and a session's cookie is sent along.
/// Browsers say where a request comes from; programs send neither header and pass.
/// </summary>
internal sealed class CrossSiteGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && IsForeign(request))
        {
            throw new RequestException(
                StatusCodes.Status403Forbidden, "request.cross_site", "The request came from another site's page; open this service's own pages instead.");
        }

        return next(context);
    }

    private static bool IsForeign(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is not ("same-origin" or "none");
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
