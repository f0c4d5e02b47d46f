using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ruying.Api.Webhooks;
using Ruying.Pipeline;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class WebhookTests : ServiceTest
{
    private static readonly (string, string) Private = ("Ruying:WebhooksToPrivateAddresses", "true");

    [Fact]
    public async Task Ready_AvatarAndVideo_AreToldAndSigned()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = Host(Private);
        using var client = host.Client();
        var hook = await CreateAsync(client, receiver.Url, "avatar.ready", "video.ready");
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var told = await receiver.NextAsync();
        told.Event.ShouldBe("avatar.ready");
        var message = JsonSerializer.Deserialize<JsonElement>(told.Body);
        message.GetProperty("event").GetString().ShouldBe("avatar.ready");
        message.GetProperty("subjectId").GetString().ShouldBe(avatar);
        ShouldBeSigned(told, hook.GetProperty("secret").GetString()!);

        using var created = await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" });
        await ServiceHost.AcceptedAsync(created);
        (await receiver.NextAsync()).Event.ShouldBe("video.ready");

        var id = hook.GetProperty("id").GetString();
        var log = await WaitForAsync(client, id, d => d.GetProperty("state").GetString() == "delivered");
        (log.GetProperty("status").GetInt32(), log.GetProperty("attempts").GetInt32()).ShouldBe((200, 1));
        (await client.GetStringAsync(At($"/api/v1/webhooks/{id}"))).ShouldNotContain("whsec_");

        using var replay = await client.PostAsync(At($"/api/v1/webhooks/{id}/deliveries/{log.GetProperty("id").GetString()}/replay"), null);
        replay.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await receiver.NextAsync()).Body.ShouldBe(log.GetProperty("body").GetString(), "the same text again");

        (await client.DeleteAsync(At($"/api/v1/webhooks/{id}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ServiceHost.ProblemAsync(await client.GetAsync(At($"/api/v1/webhooks/{id}/deliveries")), HttpStatusCode.NotFound, "webhook.unknown");
    }

    [Fact]
    public async Task Hooks_OfTwoOwners_HearOfTheirOwnThingsOnly()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = Host(Private);
        using var ada = await host.BearerAsync("ada", "write");
        using var bob = await host.BearerAsync("bob", "write");
        await CreateAsync(ada, receiver.Url + "ada");
        var id = (await CreateAsync(bob, receiver.Url + "bob")).GetProperty("id").GetString();
        await ServiceHost.MakeAvatarAsync(ada);
        (await receiver.NextAsync()).Path.ShouldBe("/ada");
        await ServiceHost.MakeAvatarAsync(bob);
        (await receiver.NextAsync()).Path.ShouldBe("/bob");

        (await ada.GetFromJsonAsync<JsonElement>("/api/v1/webhooks")).GetArrayLength().ShouldBe(1);
        await ServiceHost.ProblemAsync(await ada.GetAsync(At($"/api/v1/webhooks/{id}")), HttpStatusCode.NotFound, "webhook.unknown");
        await ServiceHost.ProblemAsync(await ada.GetAsync(At($"/api/v1/webhooks/{id}/deliveries")), HttpStatusCode.NotFound, "webhook.unknown");
        await ServiceHost.ProblemAsync(await ada.DeleteAsync(At($"/api/v1/webhooks/{id}")), HttpStatusCode.NotFound, "webhook.unknown");
    }

    [Fact]
    public async Task Failed_OnlyWhoAsked_IsToldWithTheCode()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = Host(Private);
        using var client = host.Client();
        await CreateAsync(client, receiver.Url + "other", "video.failed");
        await CreateAsync(client, receiver.Url);
        Pipeline.Error = new FootageException("face.none", "No face.");
        using var form = ServiceHost.Footage();
        await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        var told = await receiver.NextAsync();
        (told.Path, told.Event).ShouldBe(("/", "avatar.failed"));
        JsonSerializer.Deserialize<JsonElement>(told.Body).GetProperty("error").GetProperty("code").GetString().ShouldBe("face.none");
        await Task.Delay(300);
        receiver.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(302)]
    public async Task Receiver_FailsFirst_IsAskedAgainLaterAndNeverElsewhere(int status)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = receiver.Url + "elsewhere";
        };
        await using var host = Host(Private);
        using var client = host.Client();
        var id = (await CreateAsync(client, receiver.Url)).GetProperty("id").GetString();
        await ServiceHost.MakeAvatarAsync(client);
        var first = await receiver.NextAsync();
        var log = await WaitForAsync(client, id, d => d.GetProperty("attempts").GetInt32() == 1);
        (log.GetProperty("state").GetString(), log.GetProperty("status").GetInt32()).ShouldBe(("pending", status));
        (log.GetProperty("nextAt").GetDateTimeOffset() - log.GetProperty("triedAt").GetDateTimeOffset()).ShouldBe(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1));

        receiver.Answer = _ => { };
        ExecuteSql("UPDATE deliveries SET NextAt = 0");
        var second = await receiver.NextAsync();
        (second.Path, second.Body).ShouldBe(("/", first.Body));
        (await WaitForAsync(client, id, d => d.GetProperty("state").GetString() == "delivered")).GetProperty("attempts").GetInt32().ShouldBe(2);

        ExecuteSql("UPDATE deliveries SET State = 'Pending', Attempts = 9, NextAt = 0");
        receiver.Answer = context => context.Response.StatusCode = status;
        (await WaitForAsync(client, id, d => d.GetProperty("state").GetString() == "failed")).GetProperty("attempts").GetInt32().ShouldBe(10);
    }

    [Fact]
    public void Delay_AllAttempts_GrowOverADay()
    {
        var delays = Enumerable.Range(1, 20).Select(WebhookDeliverer.Delay).TakeWhile(d => d is not null).Select(d => d!.Value).ToList();
        delays.ShouldBeInOrder(SortDirection.Ascending);
        delays.Aggregate(TimeSpan.Zero, (a, b) => a + b).ShouldBe(TimeSpan.FromHours(24), TimeSpan.FromMinutes(30));
        WebhookDeliverer.Delay(delays.Count + 1).ShouldBeNull();
    }

    [Theory]
    [InlineData("http://127.0.0.1/", "webhook.address")]
    [InlineData("http://localhost:8080/", "webhook.address")]
    [InlineData("http://10.1.2.3/", "webhook.address")]
    [InlineData("http://169.254.169.254/latest", "webhook.address")]
    [InlineData("http://[::1]/", "webhook.address")]
    [InlineData("http://[::ffff:192.168.0.1]/", "webhook.address")]
    [InlineData("http://2130706433/", "webhook.address")]
    [InlineData("ftp://example.com/", "webhook.url")]
    [InlineData("file:///etc/passwd", "webhook.url")]
    [InlineData("https://user:word@example.com/", "webhook.url")]
    [InlineData("nonsense", "webhook.url")]
    public async Task Create_AddressThatMayNotBeTold_IsRefused(string url, string code)
    {
        await using var host = Host();
        using var client = host.Client();
        await ServiceHost.ProblemAsync(await client.PostAsJsonAsync("/api/v1/webhooks", new { url }), HttpStatusCode.UnprocessableEntity, code);
    }

    [Fact]
    public async Task Deliver_NameThatLeadsInside_IsNotConnected()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = Host();
        using var client = host.Client();
        var id = (await CreateAsync(client, "https://receiver.example/")).GetProperty("id").GetString();

        // As when the name's address changes after it was judged.
        ExecuteSql($"UPDATE webhooks SET Url = '{receiver.Url}'");
        await ServiceHost.MakeAvatarAsync(client);
        var log = await WaitForAsync(client, id, d => d.GetProperty("attempts").GetInt32() == 1);
        log.GetProperty("error").GetString()!.ShouldContain("private network");
        receiver.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Create_UnknownEventOrTooMany_IsRefused()
    {
        await using var host = Host();
        using var client = host.Client();
        await ServiceHost.ProblemAsync(
            await client.PostAsJsonAsync("/api/v1/webhooks", new { url = "https://example.com/", events = new[] { "video.ready", "moon.full" } }), HttpStatusCode.UnprocessableEntity, "webhook.event");
        for (var i = 0; i < WebhookService.Most; i++)
        {
            await CreateAsync(client, "https://example.com/");
        }

        await ServiceHost.ProblemAsync(await client.PostAsJsonAsync("/api/v1/webhooks", new { url = "https://example.com/" }), HttpStatusCode.Conflict, "webhook.too_many");
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/webhooks")).GetArrayLength().ShouldBe(WebhookService.Most);
    }

    private static void ShouldBeSigned(WebhookReceiver.Message told, string secret)
    {
        // As a receiver would check it.
        var parts = told.Signature.Split(',').Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1]);
        var moment = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts["t"], System.Globalization.CultureInfo.InvariantCulture));
        moment.ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(2));
        parts["v1"].ShouldBe(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{parts["t"]}.{told.Body}"))));
    }

    private static async Task<JsonElement> CreateAsync(HttpClient client, string url, params string[] events)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/webhooks", new { url, events });
        var hook = await response.Content.ReadFromJsonAsync<JsonElement>();
        response.StatusCode.ShouldBe(HttpStatusCode.Created, hook.ToString());
        hook.GetProperty("secret").GetString()!.ShouldStartWith("whsec_");
        return hook;
    }

    private static async Task<JsonElement> WaitForAsync(HttpClient client, string? id, Func<JsonElement, bool> until)
    {
        List<JsonElement> found = [];
        await Eventually.SoAsync(async () =>
        {
            var log = await client.GetFromJsonAsync<JsonElement>($"/api/v1/webhooks/{id}/deliveries");
            found = [.. log.GetProperty("items").EnumerateArray().Where(until)];
            return found.Count > 0;
        });
        return found.Count > 0 ? found[^1] : throw new TimeoutException(await client.GetStringAsync(At($"/api/v1/webhooks/{id}/deliveries")));
    }
}
