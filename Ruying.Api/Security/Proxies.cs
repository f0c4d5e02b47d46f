using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Ruying.Pipeline;

namespace Ruying.Api.Security;

/// <summary>Whose word is taken on where a request came from: that of the proxies that the operator names, of nobody else.</summary>
internal static class Proxies
{
    /// <exception cref="EnvironmentException"><c>settings.trusted_proxies</c>.</exception>
    public static void Configure(ForwardedHeadersOptions forwarded, ServiceOptions options)
    {
        // The framework's own default would believe any process of this machine.
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var text in options.TrustedProxies.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            forwarded.KnownProxies.Add(IPAddress.TryParse(text, out var address)
                ? address
                : throw new EnvironmentException("settings.trusted_proxies", $"Ruying:TrustedProxies names '{text}', which is no address; write addresses such as 10.0.0.5, with commas between them."));
        }

        forwarded.ForwardedHeaders = forwarded.KnownProxies.Count > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;
    }
}
