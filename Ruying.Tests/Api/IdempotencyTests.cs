using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class IdempotencyTests : ServiceTest
{
    [Fact]
    public async Task Video_SameKeyAgain_IsTheFirstAnswerAndMadeOnce()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var first = await PostAsync(client, "/api/v1/videos", "key-1", JsonContent.Create(new { avatarId = avatar, text = "Hello" }));
        var (id, _) = await ServiceHost.AcceptedAsync(first);
        using var again = await PostAsync(client, "/api/v1/videos", "key-1", JsonContent.Create(new { avatarId = avatar, text = "Hello" }));
        (await ServiceHost.AcceptedAsync(again)).Id.ShouldBe(id);
        again.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
        again.Content.Headers.ContentType.ShouldBe(first.Content.Headers.ContentType);
        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        (await CountAsync(client, "/api/v1/videos")).ShouldBe(1);

        using var other = await PostAsync(client, "/api/v1/videos", "key-1", JsonContent.Create(new { avatarId = avatar, text = "Good bye" }));
        await ServiceHost.ProblemAsync(other, HttpStatusCode.UnprocessableEntity, "request.idempotency_mismatch");
        using var elsewhere = await PostAsync(client, "/api/v1/avatars", "key-1", ServiceHost.Footage());
        await ServiceHost.ProblemAsync(elsewhere, HttpStatusCode.UnprocessableEntity, "request.idempotency_mismatch");
        (await ServiceHost.AcceptedAsync(await PostAsync(client, "/api/v1/videos", "key-2", JsonContent.Create(new { avatarId = avatar, text = "Hello" })))).Id.ShouldNotBe(id);

        ExecuteSql($"UPDATE idempotency SET CreatedAt = {DateTimeOffset.UnixEpoch.ToUnixTimeMilliseconds()}");
        (await ServiceHost.AcceptedAsync(await PostAsync(client, "/api/v1/videos", "key-1", JsonContent.Create(new { avatarId = avatar, text = "Hello" })))).Id
            .ShouldNotBe(id, "a day later the key is free");
    }

    [Fact]
    public async Task Key_SameKeyAgain_IsTheSameKeyAndKeptEncrypted()
    {
        await using var host = Host();
        using var admin = await host.BearerAsync("root", "admin");
        using var first = await PostAsync(admin, "/api/v1/keys", "k", JsonContent.Create(new { name = "cd", scopes = "read" }));
        using var again = await PostAsync(admin, "/api/v1/keys", "k", JsonContent.Create(new { name = "cd", scopes = "read" }));
        (first.StatusCode, again.StatusCode).ShouldBe((HttpStatusCode.Created, HttpStatusCode.Created));
        var text = await first.Content.ReadAsStringAsync();
        (await again.Content.ReadAsStringAsync()).ShouldBe(text);
        (await admin.GetFromJsonAsync<JsonElement>("/api/v1/keys")).EnumerateArray().Count(key => key.GetProperty("name").GetString() == "cd").ShouldBe(1);
        ExecuteSql("UPDATE idempotency SET Id = Id WHERE instr(Body, CAST('ruying_' AS BLOB)) = 0").ShouldBe(1);
    }

    [Fact]
    public async Task Form_AnotherBoundary_IsTheSameAndAnotherFileIsNot()
    {
        await using var host = Host();
        using var client = host.Client();
        var (id, _) = await ServiceHost.AcceptedAsync(await PostAsync(client, "/api/v1/avatars", "k", ServiceHost.Footage([1, 2, 3])));
        (await ServiceHost.AcceptedAsync(await PostAsync(client, "/api/v1/avatars", "k", ServiceHost.Footage([1, 2, 3])))).Id.ShouldBe(id);
        foreach (var form in new[] { ServiceHost.Footage([1, 2, 4]), ServiceHost.Footage([1, 2, 3], name: "Bob"), ServiceHost.Footage([1, 2, 3], "other.mp4") })
        {
            await ServiceHost.ProblemAsync(await PostAsync(client, "/api/v1/avatars", "k", form), HttpStatusCode.UnprocessableEntity, "request.idempotency_mismatch");
        }

        (await CountAsync(client, "/api/v1/avatars")).ShouldBe(1);
        Files("uploads").Length.ShouldBeLessThanOrEqualTo(1, "what is only compared is not kept");
    }

    [Fact]
    public async Task Key_FirstStillRuns_Is409AndAfterwardsItsAnswer()
    {
        await using var host = Host();
        using var client = host.Client();
        var hold = new TaskCompletionSource();
        var slow = ServiceHost.Footage();
        slow.Add(new HeldContent(hold.Task), "later");
        var first = PostAsync(client, "/api/v1/avatars", "k", slow);
        HttpResponseMessage? second = null;
        await Eventually.SoAsync(async () =>
        {
            if (Files("uploads").Length > 0)
            {
                second = await PostAsync(client, "/api/v1/avatars", "k", ServiceHost.Footage());
            }

            return second?.StatusCode == HttpStatusCode.Conflict;
        });

        await ServiceHost.ProblemAsync(second!, HttpStatusCode.Conflict, "request.idempotency_running");
        hold.SetResult();
        await ServiceHost.AcceptedAsync(await first);
        (await CountAsync(client, "/api/v1/avatars")).ShouldBe(1);
    }

    [Fact]
    public async Task Key_FirstFailed_IsFreeAgain()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var refused = await PostAsync(client, "/api/v1/videos", "k", JsonContent.Create(new { avatarId = avatar, text = "" }));
        await ServiceHost.ProblemAsync(refused, HttpStatusCode.UnprocessableEntity, "script.empty");
        await ServiceHost.AcceptedAsync(await PostAsync(client, "/api/v1/videos", "k", JsonContent.Create(new { avatarId = avatar, text = "Hello" })));
        using var spaced = await PostAsync(client, "/api/v1/videos", "two words", JsonContent.Create(new { avatarId = avatar, text = "Hello" }));
        await ServiceHost.ProblemAsync(spaced, HttpStatusCode.BadRequest, "request.malformed");
    }

    [Fact]
    public async Task Key_ServiceStoppedMeanwhile_IsFreeAgain()
    {
        await using (var host = Host())
        {
            using var client = host.Client();
            await CountAsync(client, "/api/v1/avatars");
        }

        ExecuteSql("INSERT INTO idempotency (Id, CreatedAt) VALUES (char(10) || 'k', 9999999999999)");
        await using (var host = Host())
        {
            using var client = host.Client();
            await ServiceHost.AcceptedAsync(await PostAsync(client, "/api/v1/avatars", "k", ServiceHost.Footage()));
        }
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string address, string key, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    private static async Task<int> CountAsync(HttpClient client, string address) =>
        (await client.GetFromJsonAsync<JsonElement>(address)).GetProperty("items").GetArrayLength();

    /// <summary>A field that comes when it is let.</summary>
    private sealed class HeldContent(Task until) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.FlushAsync();
            await until;
            await stream.WriteAsync("late"u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
