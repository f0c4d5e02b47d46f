using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class ShareTests : ServiceTest
{
    [Fact]
    public async Task Share_OfAVideo_ShowsItToAStrangerAndCountsViews()
    {
        await using var host = Host();
        using var ada = await host.BearerAsync("ada", "write");
        using var stranger = host.Client();
        var video = await MakeVideoAsync(ada, "vtt");
        var share = await ShareAsync(ada, video, new { days = 2 });
        var path = new Uri(share.GetProperty("url").GetString()!).AbsolutePath;
        path.ShouldMatch("^/s/[A-Za-z0-9_-]{32}$");
        (share.GetProperty("expiresAt").GetDateTimeOffset() - share.GetProperty("createdAt").GetDateTimeOffset()).ShouldBe(TimeSpan.FromDays(2));

        using var page = await stranger.GetAsync(At(path));
        var html = await page.Content.ReadAsStringAsync();
        page.StatusCode.ShouldBe(HttpStatusCode.OK, html);
        html.ShouldContain("AI-generated");
        html.ShouldContain($"src=\"{path}/captions.vtt\"");
        html.ShouldNotContain("<script");
        html.ShouldNotContain(video);
        page.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldNotContain("script-src");
        page.Headers.GetValues("X-Robots-Tag").ShouldHaveSingleItem().ShouldContain("noindex");
        page.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        page.Headers.CacheControl!.Private.ShouldBeTrue();

        using var ask = new HttpRequestMessage(HttpMethod.Get, $"{path}/video") { Headers = { Range = new RangeHeaderValue(100, 199) } };
        using var part = await stranger.SendAsync(ask);
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        part.Content.Headers.ContentDisposition.ShouldBeNull();
        (await part.Content.ReadAsByteArrayAsync()).ShouldBe(Pipeline.Video[100..200]);
        (await stranger.GetStringAsync(At($"{path}/captions.vtt"))).ShouldBe("captions.vtt");

        using var look = new HttpRequestMessage(HttpMethod.Head, path);
        (await stranger.SendAsync(look)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await stranger.GetAsync(At(path))).EnsureSuccessStatusCode();
        var listed = (await ada.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{video}/shares"))[0];
        (listed.GetProperty("views").GetInt32(), listed.GetProperty("url").ValueKind, listed.GetProperty("expired").GetBoolean()).ShouldBe((2, JsonValueKind.Null, false));
        listed.GetProperty("lastSeenAt").ValueKind.ShouldBe(JsonValueKind.String);

        // Nothing else is open to a stranger.
        (await stranger.GetAsync(At($"/api/v1/videos/{video}/shares"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("revoked")]
    [InlineData("expired")]
    [InlineData("deleted")]
    [InlineData("consent")]
    [InlineData("unknown")]
    public async Task Share_ThatShowsNothing_SaysSoAndNotWhy(string why)
    {
        await using var host = Host();
        using var client = host.Client();
        var video = await MakeVideoAsync(client, "vtt");
        var share = await ShareAsync(client, video, new { });
        var path = new Uri(share.GetProperty("url").GetString()!).AbsolutePath;
        (await client.GetAsync(At($"{path}/video"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        switch (why)
        {
            case "revoked":
                (await client.DeleteAsync(At($"/api/v1/videos/{video}/shares/{share.GetProperty("id").GetString()}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
                break;
            case "expired":
                ExecuteSql("UPDATE shares SET ExpiresAt = 1000");
                break;
            case "deleted":
                (await client.DeleteAsync(At($"/api/v1/videos/{video}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
                break;
            case "consent":
                var avatar = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{video}")).GetProperty("avatarId").GetString();
                (await client.PostAsJsonAsync($"/api/v1/avatars/{avatar}/consent/revoke", new { })).EnsureSuccessStatusCode();
                await ServiceHost.ProblemAsync(await client.PostAsJsonAsync($"/api/v1/videos/{video}/shares", new { }), HttpStatusCode.Conflict, "consent.revoked");
                break;
            default:
                path = path[..^1] + (path[^1] == 'A' ? 'B' : 'A');
                break;
        }

        using var page = await client.GetAsync(At(path));
        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var html = await page.Content.ReadAsStringAsync();
        html.ShouldContain("This link shows nothing");
        html.ShouldNotContain("<video");
        html.ShouldNotContain("Ada");
        (await client.GetAsync(At($"{path}/video"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync(At($"{path}/captions.vtt"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Share_Token_IsKeptNowhere()
    {
        await using var host = Host();
        using var client = host.Client();
        var video = await MakeVideoAsync(client, "");
        using var first = await CreateAsync(client, video, "once");
        var url = (await first.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("url").GetString()!;
        using var again = await CreateAsync(client, video, "once");
        again.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{video}/shares")).GetArrayLength().ShouldBe(1);

        var token = Encoding.UTF8.GetBytes(url[(url.LastIndexOf('/') + 1)..]);
        foreach (var file in Directory.EnumerateFiles(Folder, "ruying.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            bytes.ToArray().AsSpan().IndexOf(token).ShouldBe(-1, file);
        }

        var audit = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/audit?subject={video}&action=CreateShare")).GetProperty("items");
        audit.GetArrayLength().ShouldBe(1);
        audit[0].GetProperty("subject").GetString()!.ShouldNotContain(Encoding.UTF8.GetString(token));
    }

    [Fact]
    public async Task Shares_OfTwoOwners_AreTheirOwn()
    {
        await using var host = Host();
        using var ada = await host.BearerAsync("ada", "write");
        using var bob = await host.BearerAsync("bob", "write");
        using var looking = await host.BearerAsync("ada", "read");
        var video = await MakeVideoAsync(ada, "");
        var share = (await ShareAsync(ada, video, new { })).GetProperty("id").GetString();
        await ServiceHost.ProblemAsync(await bob.PostAsJsonAsync($"/api/v1/videos/{video}/shares", new { }), HttpStatusCode.NotFound, "video.unknown");
        await ServiceHost.ProblemAsync(await bob.GetAsync(At($"/api/v1/videos/{video}/shares")), HttpStatusCode.NotFound, "video.unknown");
        await ServiceHost.ProblemAsync(await bob.DeleteAsync(At($"/api/v1/videos/{video}/shares/{share}")), HttpStatusCode.NotFound, "video.unknown");
        await ServiceHost.ProblemAsync(await looking.PostAsJsonAsync($"/api/v1/videos/{video}/shares", new { }), HttpStatusCode.Forbidden, "auth.scope");
        (await looking.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{video}/shares")).GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"days":0}""")]
    [InlineData("""{"days":366}""")]
    [InlineData("""{"days":-5}""")]
    [InlineData("""{"expiresAt":"2020-01-01T00:00:00Z"}""")]
    [InlineData("""{"expiresAt":"2999-01-01T00:00:00Z"}""")]
    public async Task Share_ExpiryThatCannotBe_Is422(string body)
    {
        await using var host = Host();
        using var client = host.Client();
        var video = await MakeVideoAsync(client, "");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        await ServiceHost.ProblemAsync(await client.PostAsync(At($"/api/v1/videos/{video}/shares"), content), HttpStatusCode.UnprocessableEntity, "share.expiry");
    }

    [Fact]
    public async Task Share_WithPublicUrl_BeginsThere()
    {
        await using var host = Host(("Ruying:PublicUrl", "https://ruying.example.com/"));
        using var client = host.Client();
        var share = await ShareAsync(client, await MakeVideoAsync(client, ""), new { });
        share.GetProperty("url").GetString().ShouldStartWith("https://ruying.example.com/s/");
    }

    private static async Task<HttpResponseMessage> CreateAsync(HttpClient client, string video, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/videos/{video}/shares") { Content = JsonContent.Create(new { days = 1 }) };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    private static async Task<JsonElement> ShareAsync(HttpClient client, string video, object body)
    {
        using var response = await client.PostAsJsonAsync($"/api/v1/videos/{video}/shares", body);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<string> MakeVideoAsync(HttpClient client, string captions)
    {
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var (id, job) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello", captions }));
        await ServiceHost.WaitAsync(client, job, "succeeded");
        return id;
    }
}
