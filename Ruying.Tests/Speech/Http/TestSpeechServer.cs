using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ruying.Tests.Speech.Http;

/// <summary>A server that does to each request what a test says, byte by byte: one connection a request.</summary>
internal sealed class TestSpeechServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<NetworkStream, CancellationToken, Task> _answer;
    private readonly Task _serving;

    public TestSpeechServer(Func<NetworkStream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What was asked: heads and bodies.</summary>
    public List<(string Head, string Body)> Requests { get; } = [];

    public static TestSpeechServer Answering(string status, byte[] body, string headers = "") => new(async (stream, cancellationToken) =>
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{headers}\r\n"), cancellationToken);
        await stream.WriteAsync(body, cancellationToken);
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var stream = client.GetStream();
                Requests.Add(await ReadAsync(stream, _stop.Token));
                await _answer(stream, _stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // The client went away, or the test ends.
            }
        }
    }

    private static async Task<(string Head, string Body)> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var read = new List<byte>();
        var block = new byte[4096];
        while (true)
        {
            var text = Encoding.UTF8.GetString([.. read]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && IsWhole(text[..end], text[(end + 4)..]))
            {
                return (text[..end], text[(end + 4)..]);
            }

            var count = await stream.ReadAsync(block, cancellationToken);
            read.AddRange(count > 0 ? block[..count] : throw new IOException("cut short"));
        }
    }

    private static bool IsWhole(string head, string body)
    {
        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return length is null ? body.EndsWith("0\r\n\r\n", StringComparison.Ordinal) : Encoding.UTF8.GetByteCount(body) >= int.Parse(length.Split(':')[1], CultureInfo.InvariantCulture);
    }
}
