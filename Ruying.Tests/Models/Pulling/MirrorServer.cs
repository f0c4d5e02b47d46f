using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ruying.Tests.Models.Pulling;

/// <summary>Serves files by range as real servers do, one connection a request, and misbehaves on demand.</summary>
internal sealed class MirrorServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public MirrorServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Address => $"http://127.0.0.1:{Port}/voices";

    /// <summary>Files by path below the address.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>Paths and what they send on to.</summary>
    public ConcurrentDictionary<string, string> Redirects { get; } = new();

    /// <summary>Statuses to answer a path with, in place of the file.</summary>
    public ConcurrentDictionary<string, string> Statuses { get; } = new();

    /// <summary>Connections that break off, by path: the most bytes that each of the next answers has.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<int>> Breaks { get; } = new();

    public bool IgnoresRanges { get; set; }

    /// <summary>Whether answers tell a version.</summary>
    public bool TellsVersions { get; set; } = true;

    /// <summary>What the Content-Length is; null tells the truth.</summary>
    public Func<long, long>? Length { get; set; }

    /// <summary>Sends without an end and without a length.</summary>
    public bool Endless { get; set; }

    /// <summary>The path whose answers wait for ever in their middle.</summary>
    public string? StallsAt { get; set; }

    /// <summary>What was asked: path and the Range header, in order.</summary>
    public ConcurrentQueue<(string Path, string? Range, string? IfRange)> Requests { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private static string Version(byte[] file) => $"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file))[..16]}\"";

    private async Task ServeAsync()
    {
        var answers = new List<Task>();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                answers.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The test ends.
            }
        }

        await Task.WhenAll(answers);
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                var path = Uri.UnescapeDataString((await reader.ReadLineAsync(_stop.Token))!.Split(' ')[1])["/voices/".Length..];
                string? range = null, ifRange = null;
                while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
                {
                    range = line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase) ? line[13..] : range;
                    ifRange = line.StartsWith("If-Range: ", StringComparison.OrdinalIgnoreCase) ? line[10..] : ifRange;
                }

                Requests.Enqueue((path, range, ifRange));
                await AnswerAsync(stream, path, range, ifRange);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // The client went away, or the test ends.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream, string path, string? range, string? ifRange)
    {
        if (Redirects.TryGetValue(path, out var to))
        {
            await HeadAsync(stream, "302 Found", $"Location: {to}", "Content-Length: 0");
            return;
        }

        if (Statuses.TryGetValue(path, out var status) || !Files.TryGetValue(path, out var file))
        {
            await HeadAsync(stream, status ?? "404 Not Found", "Content-Length: 0");
            return;
        }

        var version = TellsVersions ? $"ETag: {Version(file)}" : "X-None: 0";
        if (Endless)
        {
            await HeadAsync(stream, "200 OK", version);
            for (var block = new byte[64 << 10]; ;)
            {
                await stream.WriteAsync(block, _stop.Token);
            }
        }

        var isPart = range is not null && !IgnoresRanges && (ifRange is null || ifRange == Version(file));
        var from = isPart ? int.Parse(range!.TrimEnd('-'), CultureInfo.InvariantCulture) : 0;
        var rest = file.AsMemory(Math.Min(from, file.Length));
        var length = $"Content-Length: {Length?.Invoke(rest.Length) ?? rest.Length}";
        await (isPart ? HeadAsync(stream, "206 Partial Content", version, length, $"Content-Range: bytes {from}-{file.Length - 1}/{file.Length}") : HeadAsync(stream, "200 OK", version, length));
        var most = Breaks.TryGetValue(path, out var breaks) && breaks.TryDequeue(out var first) ? first : StallsAt == path ? rest.Length / 2 : rest.Length;
        await stream.WriteAsync(rest[..Math.Min(most, rest.Length)], _stop.Token);
        if (StallsAt == path)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }
    }

    private Task HeadAsync(NetworkStream stream, string status, params string[] headers) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\n{string.Join("\r\n", headers)}\r\n\r\n"), _stop.Token).AsTask();
}
