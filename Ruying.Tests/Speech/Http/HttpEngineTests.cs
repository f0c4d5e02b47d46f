using System.Buffers.Binary;
using System.Net;
using System.Text;
using CsCheck;
using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Http;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech.Http;

public sealed class HttpEngineTests : IDisposable
{
    private readonly TempFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task SpeakAsync_Sentence_AsksAsOpenAiDoesAndGivesTheSound()
    {
        await using var server = TestSpeechServer.Answering("200 OK", Wave(24_000, 1));
        var engine = Engine(server, extra: """, "keyVariable": "SPEECH_KEY" """);
        var voice = (await engine.ListVoicesAsync(default)).ShouldHaveSingleItem();
        voice.ShouldBe(new Voice("http:cosy/alloy", "Alloy", "en-US", "http"));

        var spoken = await engine.SpeakAsync(new SentenceRequest("Say “this” é.", voice, 1.5, 0), default);

        (spoken.SampleRate, spoken.Pcm.Length, spoken.Words.Count).ShouldBe((24_000, 24_000, 0));
        var (head, body) = server.Requests.ShouldHaveSingleItem();
        head.ShouldStartWith("POST /v1/audio/speech HTTP/1.1");
        head.ShouldContain("Authorization: Bearer secret");
        body = body.Contains('{') ? body[body.IndexOf('{')..(body.LastIndexOf('}') + 1)] : body;
        using var json = System.Text.Json.JsonDocument.Parse(body);
        json.RootElement.EnumerateObject().Select(p => $"{p.Name}={p.Value}").ShouldBe(["model=tts-1", "input=Say “this” é.", "voice=alloy", "response_format=wav", "speed=1.5"]);
    }

    [Fact]
    public async Task SpeakAsync_AtAnotherPitch_AsksForASlowerOneAndPlaysItFaster()
    {
        await using var server = TestSpeechServer.Answering("200 OK", Wave(24_000, 1));
        var spoken = await SpeakAsync(Engine(server), pitch: 12);
        spoken.Pcm.Length.ShouldBe(12_000);
        server.Requests[0].Body.ShouldContain("\"speed\":0.5");
    }

    [Theory]
    [InlineData("401 Unauthorized", """{"error":{"message":"Incorrect API key\nprovided","type":"x"}}""", "refused (401): Incorrect API key provided")]
    [InlineData("500 Oh", "<b>boom</b>", "refused (500): <b>boom</b>")]
    [InlineData("503 Busy", "", "refused (503).")]
    [InlineData("200 OK", "ID3 this is no wav", "it is no WAV")]
    [InlineData("307 Moved", "", "sends on to another address (307)", "Location: http://169.254.169.254/\r\n")]
    public async Task SpeakAsync_WhenTheServerFails_SaysWhatItSaid(string status, string body, string says, string headers = "")
    {
        await using var server = TestSpeechServer.Answering(status, Encoding.UTF8.GetBytes(body), headers);
        (await FailsAsync(Engine(server))).ShouldContain(says);
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task SpeakAsync_WhenRedirected_DoesNotFollow()
    {
        await using var other = TestSpeechServer.Answering("200 OK", Wave(24_000, 1));
        await using var server = TestSpeechServer.Answering("302 Found", [], $"Location: http://127.0.0.1:{other.Port}/v1/audio/speech\r\n");
        await FailsAsync(Engine(server));
        other.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task SpeakAsync_SlowServer_IsGivenUp()
    {
        await using var server = new TestSpeechServer(async (stream, cancellationToken) =>
        {
            // A byte now and then keeps a connection alive, but not a request.
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"u8.ToArray(), cancellationToken);
            for (var i = 0; i < 1000; i++)
            {
                await stream.WriteAsync("R"u8.ToArray(), cancellationToken);
                await Task.Delay(100, cancellationToken);
            }
        });
        (await FailsAsync(Engine(server, extra: """, "timeoutSeconds": 1 """))).ShouldContain("did not answer within 1 s");
    }

    [Fact]
    public async Task SpeakAsync_Cancelled_Ends()
    {
        await using var server = new TestSpeechServer((_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        using var cancel = new CancellationTokenSource(200);
        await Should.ThrowAsync<OperationCanceledException>(() => SpeakAsync(Engine(server), cancellationToken: cancel.Token));
    }

    [Fact]
    public async Task SpeakAsync_DroppedConnection_SaysSo()
    {
        await using var server = new TestSpeechServer((stream, cancellationToken) =>
            stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\nRIFF"u8.ToArray(), cancellationToken).AsTask());
        (await FailsAsync(Engine(server))).ShouldContain("cannot be reached");
    }

    [Fact]
    public async Task SpeakAsync_NoServer_SaysSo()
    {
        var server = TestSpeechServer.Answering("200 OK", []);
        var port = server.Port;
        await server.DisposeAsync();
        (await FailsAsync(Engine($"http://127.0.0.1:{port}/v1"))).ShouldContain("cannot be reached");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SpeakAsync_TooLargeReply_IsNotReadToItsEnd(bool tellsItsLength)
    {
        long sent = 0;
        await using var server = new TestSpeechServer(async (stream, cancellationToken) =>
        {
            var length = tellsItsLength ? "Content-Length: 4000000000\r\n" : "Connection: close\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{length}\r\n"), cancellationToken);
            for (var block = new byte[1 << 20]; sent < 100 << 20; sent += block.Length)
            {
                await stream.WriteAsync(block, cancellationToken);
            }
        });
        (await FailsAsync(Engine(server))).ShouldContain("more than 24 MB");
        Interlocked.Read(ref sent).ShouldBeLessThan(60 << 20);
    }

    [SkippableFact]
    public async Task SpeakAsync_ANameThatLeadsInside_IsNotAskedUnlessAllowed()
    {
        // This machine's own name leads to itself.
        var name = Dns.GetHostName();
        Skip.IfNot((await Dns.GetHostAddressesAsync(name)).Any(GuardedConnection.IsPrivate), "this machine's name leads outside");
        (await FailsAsync(Engine($"http://{name}:9/v1"))).ShouldContain("leads into the own network");
        (await FailsAsync(Engine($"http://{name}:9/v1", """, "allowPrivate": true """))).ShouldNotContain("leads into the own network");
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.16.0.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.1.1", true)]
    [InlineData("169.254.169.254", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("127.9.9.9", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("8.8.8.8", false)]
    [InlineData("::1", true)]
    [InlineData("::", true)]
    [InlineData("fe80::1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("64:ff9b::a00:1", true)]
    [InlineData("2606:4700::1111", false)]
    public void IsPrivate_Addresses_AsTheRfcs(string address, bool expected) => GuardedConnection.IsPrivate(IPAddress.Parse(address)).ShouldBe(expected);

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("null", "no servers")]
    [InlineData("""{"servers":[{"name":"A b","address":"http://x","model":"m","voices":[]}]}""", "'A b'")]
    [InlineData("""{"servers":[{"name":"a","address":"file:///etc/passwd","model":"m","voices":[]}]}""", "http://")]
    [InlineData("""{"servers":[{"name":"a","address":"http://me:pw@x/","model":"m","voices":[]}]}""", "no user")]
    [InlineData("""{"servers":[{"name":"a","address":"http://x","model":"m","timeoutSeconds":0,"voices":[]}]}""", "timeoutSeconds")]
    [InlineData("""{"servers":[{"name":"a","address":"http://x","model":"m","voices":[{"id":"","language":"en"}]}]}""", "needs an id")]
    [InlineData("""{"servers":[{"name":"a","address":"http://x","model":"m","voices":[{"id":"v","language":"en"},{"id":"V","language":"de"}]}]}""", "twice")]
    [InlineData("""{"servers":[{"name":"a","address":"http://x","voices":[]}]}""", "not what is expected")]
    [InlineData("""{"servers":[],"key":"secret"}""", "not what is expected")]
    public async Task ListVoicesAsync_BadFile_SaysWhatIsWrong(string json, string says)
    {
        await File.WriteAllTextAsync(_work.File("servers.json"), json);
        var refused = await Should.ThrowAsync<EnvironmentException>(() => new HttpEngine(_work.File("servers.json"), _ => null).ListVoicesAsync(default));
        (refused.Code, refused.Message.Contains(says)).ShouldBe(("speech.servers", true), refused.Message);
    }

    [Fact]
    public async Task ListVoicesAsync_NoFile_HasNone() => (await new HttpEngine(_work.File("absent.json"), _ => null).ListVoicesAsync(default)).ShouldBeEmpty();

    [Fact]
    public async Task SpeakAsync_WithoutItsKey_NamesTheVariable() =>
        (await FailsAsync(Engine("http://127.0.0.1:9/v1", """, "keyVariable": "NO_SUCH_KEY" """))).ShouldContain("NO_SUCH_KEY");

    [Fact]
    public void Read_Waves_OfEveryKind()
    {
        float[] tone = [0.5f, -0.25f, 0.125f];
        WaveReply.Read(Wave(16, 1, 1, [.. tone.SelectMany(s => BitConverter.GetBytes((short)(s * 32768)))])).Samples.ShouldBe(tone);
        WaveReply.Read(Wave(32, 3, 1, [.. tone.SelectMany(BitConverter.GetBytes)])).Samples.ShouldBe(tone);
        WaveReply.Read(Wave(32, 1, 1, [.. tone.SelectMany(s => BitConverter.GetBytes((int)(s * 2147483648.0)))])).Samples.ShouldBe(tone);
        WaveReply.Read(Wave(24, 1, 1, [.. tone.SelectMany(s => BitConverter.GetBytes((int)(s * 8388608.0))[..3])])).Samples.ShouldBe(tone);
        WaveReply.Read(Wave(32, 3, 2, [.. tone.SelectMany(s => (byte[])[.. BitConverter.GetBytes(s), .. BitConverter.GetBytes(0f)])])).Samples.ShouldBe([0.25f, -0.125f, 0.0625f]);

        // Streamed: the length is not known, and another chunk lies before.
        var streamed = Wave(32, 3, 1, [.. tone.SelectMany(BitConverter.GetBytes)]);
        BinaryPrimitives.WriteUInt32LittleEndian(streamed.AsSpan(40), uint.MaxValue);
        WaveReply.Read([.. streamed[..12], .. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0, .. streamed[12..]]).Samples.ShouldBe(tone);
        Should.Throw<InvalidDataException>(() => WaveReply.Read(Wave(8, 1, 1, [1, 2])));
        Should.Throw<InvalidDataException>(() => WaveReply.Read(Wave(32, 3, 1, BitConverter.GetBytes(float.NaN))));
    }

    [Fact]
    public void Read_AnyBytes_GivesSoundOrSaysWhy() => Gen.Select(Gen.Byte.Array[0, 80], Gen.Int[0, 90]).Sample((noise, cut) =>
    {
        byte[] file = [.. Wave(16, 1, 1, new byte[30])[..Math.Min(cut, 74)], .. noise];
        try
        {
            WaveReply.Read(file).SampleRate.ShouldBeGreaterThan(0);
        }
        catch (InvalidDataException)
        {
            // Said why.
        }
    });

    private static byte[] Wave(int sampleRate, double seconds)
    {
        var file = Path.GetTempFileName();
        try
        {
            WavFile.Write(file, new PcmAudio([.. Enumerable.Range(0, (int)(sampleRate * seconds)).Select(i => MathF.Sin(i / 10f) / 2)], sampleRate));
            return File.ReadAllBytes(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static byte[] Wave(short bits, short kind, short channels, byte[] data) =>
    [
        .. "RIFF"u8, .. BitConverter.GetBytes(36 + data.Length), .. "WAVEfmt "u8, .. BitConverter.GetBytes(16), .. BitConverter.GetBytes(kind), .. BitConverter.GetBytes(channels),
        .. BitConverter.GetBytes(24_000), .. BitConverter.GetBytes(24_000 * bits / 8 * channels), .. BitConverter.GetBytes((short)(bits / 8 * channels)), .. BitConverter.GetBytes(bits),
        .. "data"u8, .. BitConverter.GetBytes(data.Length), .. data,
    ];

    private static Task<SpokenSentence> SpeakAsync(HttpEngine engine, double pitch = 0, CancellationToken cancellationToken = default) =>
        engine.SpeakAsync(new SentenceRequest("Hello.", new Voice("http:cosy/alloy", "", "en", "http"), 1, pitch), cancellationToken);

    private static async Task<string> FailsAsync(HttpEngine engine)
    {
        var failed = await Should.ThrowAsync<EnvironmentException>(() => SpeakAsync(engine));
        failed.Code.ShouldBe("speech.engine_failed");
        return failed.Message;
    }

    private HttpEngine Engine(TestSpeechServer server, string extra = "") => Engine($"http://127.0.0.1:{server.Port}/v1/", extra);

    private HttpEngine Engine(string address, string extra = "")
    {
        File.WriteAllText(_work.File("servers.json"), $$"""
            { "servers": [ { "name": "cosy", "address": "{{address}}", "model": "tts-1"{{extra}}, "voices": [ { "id": "alloy", "language": "en-US", "name": "Alloy" } ] } ] }
            """);
        return new HttpEngine(_work.File("servers.json"), name => name == "SPEECH_KEY" ? "secret" : null);
    }
}
