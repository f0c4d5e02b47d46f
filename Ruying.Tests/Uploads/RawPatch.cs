using System.Net.Sockets;
using System.Text;

namespace Ruying.Tests.Uploads;

/// <summary>A PATCH sent by hand, whose bytes go out when the test says so; it is torn when it is disposed.</summary>
internal sealed class RawPatch : IDisposable
{
    private readonly TcpClient _connection = new();

    private RawPatch()
    {
    }

    /// <summary>Sends the request's head.</summary>
    public static async Task<RawPatch> StartAsync(HttpClient client, string address, long offset, long length, (string Name, string Value)? header = null)
    {
        var service = client.BaseAddress!;
        var patch = new RawPatch();
        await patch._connection.ConnectAsync(service.Host, service.Port);
        var head = $"PATCH {address} HTTP/1.1\r\nHost: {service.Authority}\r\nConnection: close\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: {offset}\r\n"
            + $"Content-Type: {TusTest.BytesType}\r\nContent-Length: {length}\r\n"
            + (header is var (name, value) ? $"{name}: {value}\r\n\r\n" : "\r\n");
        await patch.SendAsync(Encoding.ASCII.GetBytes(head));
        return patch;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _connection.GetStream().WriteAsync(bytes);

    /// <summary>The whole answer.</summary>
    public async Task<string> AnswerAsync()
    {
        using var reader = new StreamReader(_connection.GetStream(), Encoding.ASCII, leaveOpen: true);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(1));
    }

    public void Dispose()
    {
        // A reset, not an end in good order.
        _connection.LingerState = new LingerOption(true, 0);
        _connection.Dispose();
    }
}
