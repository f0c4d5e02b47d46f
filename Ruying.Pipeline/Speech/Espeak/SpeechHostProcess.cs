using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Ruying.Pipeline.Speech.Espeak;

/// <summary>One running speech host: one call at a time. After any failure it is of no more use: dispose it.</summary>
internal sealed class SpeechHostProcess : IAsyncDisposable
{
    private const int MaxReplyLine = 64 * 1024 * 1024;
    private const int MaxSamples = 22_050 * 60 * 30;
    private readonly Process _process;
    private readonly PipeReader _replies;
    private readonly Task _errors;

    private SpeechHostProcess(Process process)
    {
        _process = process;
        _replies = PipeReader.Create(process.StandardOutput.BaseStream);
        // Read away, so that a talkative engine cannot block on a full pipe.
        _errors = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
    }

    public int Id => _process.Id;

    public static SpeechHostProcess Start(SpeechHostOptions options)
    {
        if (!File.Exists(options.HostPath))
        {
            throw new EnvironmentException(
                "speech.host_missing", $"The speech host {Path.GetFileName(options.HostPath)} is missing; install the program again.");
        }

        var start = new ProcessStartInfo(DotnetPath())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(options.HostPath);
        start.ArgumentList.Add("--library");
        start.ArgumentList.Add(options.LibraryName);
        start.Environment["DOTNET_gcServer"] = "0";
        try
        {
            return new SpeechHostProcess(Process.Start(start)!);
        }
        catch (Win32Exception error)
        {
            throw new EnvironmentException(
                "speech.host_missing", "The program dotnet cannot be started; install the .NET runtime and put it on the PATH.", error);
        }
    }

    /// <summary>Sends a request and reads its reply.</summary>
    /// <exception cref="IOException">The host has crashed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled in the middle: the host must be disposed.</exception>
    public async Task<HostReply> CallAsync(HostRequest request, CancellationToken cancellationToken)
    {
        var input = _process.StandardInput.BaseStream;
        await input.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(request, HostJson.Default.HostRequest), cancellationToken);
        await input.WriteAsync("\n"u8.ToArray(), cancellationToken);
        await input.FlushAsync(cancellationToken);
        var reply = await ReadHeaderAsync(cancellationToken);
        return reply.Samples > 0 ? reply with { Pcm = await ReadPcmAsync(reply.Samples, cancellationToken) } : reply;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }

        await _process.WaitForExitAsync();
        await _errors;
        await _replies.CompleteAsync();
        _process.Dispose();
    }

    private async Task<HostReply> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await _replies.ReadAsync(cancellationToken);
            if (result.Buffer.PositionOf((byte)'\n') is { } newline)
            {
                var reply = Parse(result.Buffer.Slice(0, newline));
                _replies.AdvanceTo(result.Buffer.GetPosition(1, newline));
                return reply;
            }

            if (result.IsCompleted || result.Buffer.Length > MaxReplyLine)
            {
                throw new IOException("the speech host ended in the middle of a call");
            }

            _replies.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private async Task<short[]> ReadPcmAsync(int samples, CancellationToken cancellationToken)
    {
        var bytes = samples * sizeof(short);
        var pcm = new short[samples];
        for (var done = 0; done < bytes;)
        {
            var result = await _replies.ReadAsync(cancellationToken);
            if (result.Buffer.IsEmpty && result.IsCompleted)
            {
                throw new IOException("the speech host ended in the middle of a reply");
            }

            var part = result.Buffer.Slice(0, Math.Min(bytes - done, result.Buffer.Length));
            part.CopyTo(MemoryMarshal.AsBytes(pcm.AsSpan())[done..]);
            done += (int)part.Length;
            _replies.AdvanceTo(part.End);
        }

        return pcm;
    }

    private static HostReply Parse(ReadOnlySequence<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            var reply = JsonSerializer.Deserialize(ref reader, HostJson.Default.HostReply);
            return reply is { Samples: >= 0 and <= MaxSamples } ? reply : throw new IOException("the speech host's reply is out of range");
        }
        catch (JsonException error)
        {
            throw new IOException("the speech host's reply is broken", error);
        }
    }

    /// <summary>The dotnet that runs us, if it does; else the one on the PATH.</summary>
    private static string DotnetPath()
    {
        var running = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        return File.Exists(running) ? running : "dotnet";
    }
}
