using System.Net;
using Microsoft.Extensions.Options;
using Ruying.Api.Problems;
using Ruying.Pipeline.Speech.Http;

namespace Ruying.Api.Webhooks;

/// <summary>
/// Which addresses messages may go to: none in a machine or network of one's own, unless a setting allows it. A name is
/// looked up once for each connection, and the connection goes to the address that was judged.
/// </summary>
public sealed class WebhookTargets(IOptions<ServiceOptions> options)
{
    private const int LengthLimit = 2000;

    /// <summary>The address, if it may be kept.</summary>
    /// <exception cref="RequestException"><c>webhook.url</c>, <c>webhook.address</c>.</exception>
    public Uri Check(string? url)
    {
        if (url is null || url.Length > LengthLimit || !Uri.TryCreate(url, UriKind.Absolute, out var target)
            || target.Scheme is not ("http" or "https") || target.UserInfo.Length > 0 || target.Fragment.Length > 0)
        {
            throw RequestException.Invalid("webhook.url", "The url begins with https:// or http:// and holds neither user nor fragment.");
        }

        if (!options.Value.WebhooksToPrivateAddresses
            && (target.IsLoopback || (IPAddress.TryParse(target.Host.Trim('[', ']'), out var address) && GuardedConnection.IsPrivate(address))))
        {
            throw RequestException.Invalid("webhook.address", Refusal(target.Host));
        }

        return target;
    }

    /// <summary>What connects: to no redirect, by no proxy, to no private address.</summary>
    public HttpMessageHandler Handler() => GuardedConnection.Handler((target, addresses) =>
        !options.Value.WebhooksToPrivateAddresses && Array.Exists(addresses, GuardedConnection.IsPrivate)
            ? RequestException.Invalid("webhook.address", Refusal(target.Host))
            : null);

    private static string Refusal(string host) =>
        $"{host} leads into a private network; messages go there only with the setting Ruying:WebhooksToPrivateAddresses.";
}
