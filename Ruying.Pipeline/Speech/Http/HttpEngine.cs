using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ruying.Pipeline.Speech.Neural;

namespace Ruying.Pipeline.Speech.Http;

/// <summary>
/// Speaks with servers of OpenAI's <c>audio/speech</c> shape that the operator named: <c>http:SERVER/VOICE</c>. It knows no times.
/// </summary>
/// <param name="serversFile">See <see cref="PipelineOptions.SpeechServersFile"/>; read again at every call.</param>
/// <param name="environment">Finds a server's key.</param>
internal sealed class HttpEngine(string serversFile, Func<string, string?> environment) : ISpeechEngine
{
    /// <summary>Of a sentence: two minutes at 48 kHz in 32-bit floats are 23 MB.</summary>
    public const int LargestReply = 24 << 20;

    private const int LargestError = 64 * 1024;

    /// <summary>OpenAI's own limits of <c>speed</c>.</summary>
    private const double SlowestSpeed = 0.25, FastestSpeed = 4;

    private readonly ConcurrentDictionary<(string Name, Uri Address, bool AllowPrivate), HttpClient> _clients = new();

    public string Name => "http";

    public async Task<IReadOnlyList<Voice>> ListVoicesAsync(CancellationToken cancellationToken) =>
    [
        .. from server in (await SpeechServers.ReadAsync(serversFile, cancellationToken).ConfigureAwait(false)).Servers
           from voice in server.Voices
           select new Voice($"http:{server.Name}/{voice.Id}", voice.Name ?? voice.Id, voice.Language, Name),
    ];

    public async Task<SpokenSentence> SpeakAsync(SentenceRequest request, CancellationToken cancellationToken)
    {
        var servers = await SpeechServers.ReadAsync(serversFile, cancellationToken).ConfigureAwait(false);
        var (server, voice) = servers.Servers.SelectMany(s => s.Voices.Select(v => (s, v))).FirstOrDefault(
            found => $"http:{found.s.Name}/{found.v.Id}".Equals(request.Voice.Id, StringComparison.OrdinalIgnoreCase));
        if (server is null)
        {
            throw new ScriptException("voice.unknown", $"There is no voice {request.Voice.Id}; it is no longer in the servers' file.");
        }

        var stretch = NeuralSound.Stretch(request.Pitch);
        var speed = Math.Clamp(request.Rate / stretch, SlowestSpeed, FastestSpeed);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(server.TimeoutSeconds));
        try
        {
            var sound = WaveReply.Read(await AskAsync(server, new SpeechBody(server.Model, request.Text, voice.Id, "wav", speed), timeout.Token).ConfigureAwait(false));
            return NeuralSound.Finish(sound.Samples, sound.SampleRate, stretch);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(server, $"did not answer within {server.TimeoutSeconds} s", e);
        }
        catch (InvalidDataException e)
        {
            throw Failed(server, $"sent no sound that can be used: {e.Message}", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw e.InnerException as EnvironmentException ?? Failed(server, $"cannot be reached: {e.Message}", e);
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private static EnvironmentException Failed(SpeechServer server, string what, Exception? inner = null) =>
        new("speech.engine_failed", $"The speech server {server.Name} {what}.", inner);

    /// <summary>At most so many bytes; null where there are more.</summary>
    private static async Task<byte[]?> ReadAsync(HttpContent content, int most, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > most)
        {
            return null;
        }

        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            var block = new byte[64 * 1024];
            for (int read; (read = await stream.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                if (bytes.Length + read > most)
                {
                    return null;
                }

                bytes.Write(block, 0, read);
            }

            return bytes.ToArray();
        }
    }

    /// <summary>What the server says is wrong: OpenAI's <c>error.message</c>, or the beginning of what it sent, on one line.</summary>
    private static string Said(byte[]? reply)
    {
        var text = Encoding.UTF8.GetString(reply ?? []);
        try
        {
            text = JsonSerializer.Deserialize<ErrorReply>(text, JsonSerializerOptions.Web)?.Error?.Message ?? text;
        }
        catch (JsonException)
        {
            // Then as it is.
        }

        var shown = string.Join(' ', new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return shown.Length == 0 ? "" : $": {(shown.Length > 300 ? shown[..300] : shown)}";
    }

    private async Task<byte[]> AskAsync(SpeechServer server, SpeechBody body, CancellationToken cancellationToken)
    {
        var client = _clients.GetOrAdd((server.Name, server.Address, server.AllowPrivate), _ => new HttpClient(GuardedConnection.Handler(server)) { Timeout = Timeout.InfiniteTimeSpan });
        using var message = new HttpRequestMessage(HttpMethod.Post, $"{server.Address.AbsoluteUri.TrimEnd('/')}/audio/speech") { Content = JsonContent.Create(body) };
        if (server.KeyVariable is { Length: > 0 } variable)
        {
            var key = environment(variable) ?? throw Failed(server, $"needs a key: set the environment variable {variable}");
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        using var reply = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        var status = (int)reply.StatusCode;
        if (status is >= 300 and < 400)
        {
            throw Failed(server, $"sends on to another address ({status}), which is not followed; write that address into the servers' file if you trust it");
        }

        if (!reply.IsSuccessStatusCode)
        {
            var said = await ReadAsync(reply.Content, LargestError, cancellationToken).ConfigureAwait(false);
            throw Failed(server, $"refused ({status}){Said(said)}", new HttpRequestException(null, null, reply.StatusCode));
        }

        return await ReadAsync(reply.Content, LargestReply, cancellationToken).ConfigureAwait(false)
            ?? throw Failed(server, $"sent more than {LargestReply >> 20} MB for one sentence");
    }

    private sealed record SpeechBody(
        string Model, string Input, string Voice, [property: JsonPropertyName("response_format")] string ResponseFormat, double Speed);

    private sealed record ErrorReply(ErrorBody? Error);

    private sealed record ErrorBody(string? Message);
}
