using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using Ruying.Pipeline;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class SpeechPreviewTests : ServiceTest
{
    private static readonly byte[] Sent = [0, 0, 0, 0x40, 0, 0xC0, 0xFF, 0x7F];

    [Fact]
    public async Task Speech_OfOnePiece_IsAWavThatKnowsItsLength()
    {
        Pipeline.Speech = [[0, 0.5f, -0.5f, 1]];
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var response = await client.PostAsJsonAsync("/api/v1/previews/speech", new { avatarId = avatar, text = "Hello", language = "de", rate = 1.5, pitch = -2, volume = 0.5 });
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        response.Content.Headers.ContentType!.MediaType.ShouldBe("audio/wav");
        var wav = await response.Content.ReadAsByteArrayAsync();
        BinaryPrimitives.ReadUInt32LittleEndian(wav.AsSpan(40)).ShouldBe(8u);
        BinaryPrimitives.ReadUInt32LittleEndian(wav.AsSpan(4)).ShouldBe(44u);
        BinaryPrimitives.ReadUInt32LittleEndian(wav.AsSpan(24)).ShouldBe(22_050u);
        wav[44..].ShouldBe(Sent);

        var (folder, request) = Pipeline.Spoken.ShouldHaveSingleItem();
        folder.ShouldBe(Path.Combine(Folder, "avatars", avatar, "package"));
        (request.Text, request.Language, request.Voice, request.Rate, request.Pitch, request.Volume).ShouldBe(("Hello", "de", null, 1.5, -2, 0.5));
    }

    [Fact]
    public async Task Speech_OfSeveralPieces_IsHeardBeforeTheLastIsSpoken()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Pipeline.Gate = (stage, token) => stage == "speech 1" ? go.Task.WaitAsync(token) : Task.CompletedTask;
        await using var host = Host();
        using var client = host.Client();
        using var request = Request("Hello. World.");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await using var sound = await response.Content.ReadAsStreamAsync();
        var first = new byte[48];
        await sound.ReadExactlyAsync(first).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        first[44..].ShouldBe(Sent[..4]);
        BinaryPrimitives.ReadUInt32LittleEndian(first.AsSpan(40)).ShouldBe(uint.MaxValue);

        go.SetResult();
        using var rest = new MemoryStream();
        await sound.CopyToAsync(rest);
        rest.ToArray().ShouldBe(Sent[4..]);
        Pipeline.Spoken.ShouldHaveSingleItem().Avatar.ShouldBeNull();
    }

    [Fact]
    public async Task Speech_ClientThatGoes_StopsTheEngineAndFreesItsTurn()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Pipeline.Gate = async (_, token) =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                stopped.TrySetResult();
            }
        };
        await using var host = Host();
        using var client = host.Client();
        using var going = new CancellationTokenSource();
        using var request = Request("Hello");
        var asking = client.SendAsync(request, going.Token);
        await Eventually.SoAsync(() => Pipeline.Spoken.Count == 1);
        await going.CancelAsync();
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Should.ThrowAsync<OperationCanceledException>(() => asking);

        Pipeline.Gate = (_, _) => Task.CompletedTask;
        using var next = Request("Hello");
        (await client.SendAsync(next).WaitAsync(TimeSpan.FromSeconds(30))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Speech_ManyAtOnce_WaitInLineAndTheRestIsToldToComeAgain()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Pipeline.Gate = (_, token) => go.Task.WaitAsync(token);
        await using var host = Host(("Ruying:Previews:SpeakersLine", "1"));
        using var client = host.Client();
        using var one = Request("One");
        using var two = Request("Two");
        using var three = Request("Three");
        var first = client.SendAsync(one);
        await Eventually.SoAsync(() => Pipeline.Spoken.Count == 1);
        var others = new List<Task<HttpResponseMessage>> { client.SendAsync(two), client.SendAsync(three) };
        var refused = await await Task.WhenAny(others).WaitAsync(TimeSpan.FromSeconds(30));
        refused.Headers.RetryAfter.ShouldNotBeNull();
        await ServiceHost.ProblemAsync(refused, HttpStatusCode.TooManyRequests, "preview.too_many");
        Pipeline.Spoken.Count.ShouldBe(1, "one speaks at a time");

        go.SetResult();
        (await first).StatusCode.ShouldBe(HttpStatusCode.OK);
        var waited = await Task.WhenAll(others);
        waited.Count(response => response.StatusCode == HttpStatusCode.OK).ShouldBe(1);
    }

    [Fact]
    public async Task Speech_ThatCannotBe_IsAProblem()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        await RefusedAsync(new { text = new string('a', 501) }, HttpStatusCode.UnprocessableEntity, "preview.too_long");
        await RefusedAsync(new { text = " " }, HttpStatusCode.UnprocessableEntity, "script.empty");
        await RefusedAsync(new { text = "Hello", rate = 3 }, HttpStatusCode.UnprocessableEntity, "speech.option_out_of_range");
        await RefusedAsync(new { text = "Hello", avatarId = "nobody" }, HttpStatusCode.NotFound, "avatar.unknown");
        Pipeline.Spoken.ShouldBeEmpty();
        Pipeline.Error = new ScriptException("voice.unknown", "No such voice.");
        await RefusedAsync(new { text = "Hello", voice = "nobody" }, HttpStatusCode.UnprocessableEntity, "voice.unknown");
        Pipeline.Error = null;
        (await client.PostAsJsonAsync($"/api/v1/avatars/{avatar}/consent/revoke", new { })).EnsureSuccessStatusCode();
        await RefusedAsync(new { text = "Hello", avatarId = avatar }, HttpStatusCode.Conflict, "consent.revoked");

        using var reading = await host.BearerAsync("ada", "read");
        await ServiceHost.ProblemAsync(await reading.PostAsJsonAsync("/api/v1/previews/speech", new { text = "Hello" }), HttpStatusCode.Forbidden, "auth.scope");

        async Task RefusedAsync(object body, HttpStatusCode status, string code) =>
            await ServiceHost.ProblemAsync(await client.PostAsJsonAsync("/api/v1/previews/speech", body), status, code);
    }

    private static HttpRequestMessage Request(string text) => new(HttpMethod.Post, "/api/v1/previews/speech") { Content = JsonContent.Create(new { text }) };
}
