using System.Net;
using System.Net.Sockets;

namespace Ruying.Pipeline.Speech.Http;

/// <summary>
/// Connections of which somebody decides first, by the addresses that they would go to: no redirects, no proxy, no cookies.
/// </summary>
internal static class GuardedConnection
{
    /// <summary>
    /// Connects to a configured server only, and to no name that leads into the own network unless the operator says so
    /// (a name's address can change after it was configured; one written as numbers cannot).
    /// </summary>
    public static HttpMessageHandler Handler(SpeechServer server) => Handler((target, addresses) =>
        !server.AllowPrivate && !IPAddress.TryParse(target.Host, out _) && target.Host != "localhost" && Array.Exists(addresses, IsPrivate)
            ? new EnvironmentException(
                "speech.engine_failed",
                $"The speech server {server.Name} was not asked: {target.Host} leads into the own network. Write its address as numbers, or set allowPrivate in the servers' file.")
            : null);

    /// <summary>Connects unless there is a reason not to.</summary>
    /// <param name="refusal">Given the target and its addresses: why not, or null. It comes to the caller as the inner exception of an <see cref="HttpRequestException"/>.</param>
    public static HttpMessageHandler Handler(Func<DnsEndPoint, IPAddress[], Exception?> refusal) => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        MaxResponseHeadersLength = 64,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = (context, cancellationToken) => ConnectAsync(refusal, context.DnsEndPoint, cancellationToken),
    };

    /// <summary>Whether an address lies inside a machine or a network of one's own, or names no single machine.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            // 64:ff9b::/96 and 2002::/16 hold addresses of version 4, which may be private ones.
            var six = address.GetAddressBytes();
            return IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || address.IsIPv6SiteLocal || address.IsIPv6Multicast
                || address.Equals(IPAddress.IPv6Any) || address.IsIPv6Teredo || (six[0] == 0x20 && six[1] == 0x02) || (six[0] == 0 && six[1] == 0x64);
        }

        // RFC 6890: this host, private, shared, loopback, link-local, protocol assignments, benchmarking, multicast and reserved.
        return address.GetAddressBytes() is
            [0, ..] or [10, ..] or [127, ..] or [100, >= 64 and < 128, ..] or [169, 254, ..] or [172, >= 16 and < 32, ..]
            or [192, 0, 0, _] or [192, 168, ..] or [198, 18 or 19, ..] or [>= 224, ..];
    }

    private static async ValueTask<Stream> ConnectAsync(Func<DnsEndPoint, IPAddress[], Exception?> refusal, DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken).ConfigureAwait(false);
        if (refusal(target, addresses) is { } refused)
        {
            throw refused;
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // The addresses that were looked at, not the name again.
            await socket.ConnectAsync(addresses, target.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
