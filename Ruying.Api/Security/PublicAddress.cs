using Microsoft.Extensions.Options;

namespace Ruying.Api.Security;

/// <summary>Addresses of this service as others must write them.</summary>
public sealed class PublicAddress(IOptions<ServiceOptions> options)
{
    /// <summary>An absolute address: below <see cref="ServiceOptions.PublicUrl"/>, or else where the request was sent to.</summary>
    /// <param name="request">The request that asks.</param>
    /// <param name="path">A path, from its slash on.</param>
    public Uri Of(HttpRequest request, string path)
    {
        var known = options.Value.PublicUrl.TrimEnd('/');
        return new Uri((known.Length > 0 ? known : $"{request.Scheme}://{request.Host}{request.PathBase}") + path);
    }
}
