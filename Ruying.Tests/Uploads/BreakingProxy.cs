using System.Net;
using System.Net.Sockets;

namespace Ruying.Tests.Uploads;

/// <summary>Stands between a client and the service, and tears each connection after so many bytes from the client; the last ones it lets be.</summary>
internal sealed class BreakingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Uri _service;
    private readonly int _bytes;
    private readonly Task _work;
    private int _left;

    /// <summary>Starts it.</summary>
    /// <param name="service">Where the service listens.</param>
    /// <param name="bytes">Bytes after which a connection is torn.</param>
    /// <param name="times">How many connections are.</param>
    public BreakingProxy(Uri service, int bytes, int times)
    {
        (_service, _bytes, _left) = (service, bytes, times);
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _work = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>How many connections were torn.</summary>
    public int Torn { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        var all = new List<Task>();
        while (!_end.IsCancellationRequested)
        {
            all.Add(PassAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_service.Host, _service.Port, _end.Token);
                var back = server.GetStream().CopyToAsync(client.GetStream(), _end.Token);
                await ForwardAsync(client.GetStream(), server.GetStream());
                await back;
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One of the two is gone.
            }
            finally
            {
                // A reset, not an end in good order.
                client.Client.LingerState = new LingerOption(true, 0);
                server.Client.LingerState = new LingerOption(true, 0);
            }
        }
    }

    private async Task ForwardAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 << 10];
        var passed = 0;
        for (int read; (read = await from.ReadAsync(buffer, _end.Token)) > 0;)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
            passed += read;
            if (passed >= _bytes && Interlocked.Decrement(ref _left) >= 0)
            {
                Torn++;
                throw new IOException("torn");
            }
        }
    }
}
