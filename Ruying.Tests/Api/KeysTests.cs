using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ruying.Api.Keys;
using Ruying.Tests.EndToEnd;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class KeysTests : ServiceTest
{
    [Fact]
    public async Task NoKey_OnThisMachine_OpensAndSaysSoUntilOneIsMade()
    {
        await using var host = Host();
        using var client = host.Client();
        (await client.GetStringAsync(At("/"))).ShouldContain("No sign-in");

        var made = await CreateAsync(client, new { name = "first", scopes = "admin" });

        made.GetProperty("key").GetString()!.ShouldStartWith("ruying_");
        made.GetProperty("details").GetProperty("scopes").GetString().ShouldBe("read,write,admin");
        await Eventually.SoAsync(async () => (await client.GetAsync(At("/api/v1/avatars"))).StatusCode == HttpStatusCode.Unauthorized);
        var refused = await client.GetAsync(At("/api/v1/avatars"));
        refused.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        await ServiceHost.ProblemAsync(refused, HttpStatusCode.Unauthorized, "auth.key_needed");
        var page = await client.GetAsync(At("/"));
        page.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        page.Headers.Location!.OriginalString.ShouldBe("/sign-in?back=%2F");
    }

    [Fact]
    public async Task Keys_OfTwoOwners_SeeTheirOwnThingsOnly()
    {
        await using var host = Host();
        using var ada = await host.BearerAsync("ada", "write");
        using var bob = await host.BearerAsync("bob", "write");
        var avatar = await ServiceHost.MakeAvatarAsync(ada);
        using var created = await ada.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" });
        var (video, job) = await ServiceHost.AcceptedAsync(created);
        await ServiceHost.WaitAsync(ada, job, "succeeded");

        (await ada.GetFromJsonAsync<JsonElement>("/api/v1/videos")).GetProperty("items").GetArrayLength().ShouldBe(1);
        foreach (var list in new[] { "avatars", "videos", "jobs" })
        {
            (await bob.GetFromJsonAsync<JsonElement>($"/api/v1/{list}")).GetProperty("items").GetArrayLength().ShouldBe(0, list);
        }

        foreach (var address in new[] { $"avatars/{avatar}", $"avatars/{avatar}/report", $"avatars/{avatar}/poster.jpg", $"avatars/{avatar}/voice", $"videos/{video}", $"videos/{video}/file", $"jobs/{job}", $"jobs/{job}/events", $"jobs/{job}/log" })
        {
            (await bob.GetAsync(At($"/api/v1/{address}"))).StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
        }

        foreach (var address in new[] { $"/avatars/{avatar}", $"/videos/{video}", $"/avatars/{avatar}/say" })
        {
            (await bob.GetAsync(At(address))).StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
        }

        (await bob.DeleteAsync(At($"/api/v1/avatars/{avatar}"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bob.DeleteAsync(At($"/api/v1/videos/{video}"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bob.PostAsync(At($"/api/v1/jobs/{job}/cancel"), null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await ServiceHost.ProblemAsync(await bob.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" }), HttpStatusCode.NotFound, "avatar.unknown");
        (await ada.GetAsync(At($"/api/v1/videos/{video}/file"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Scopes_AreWhatAKeyMayDo()
    {
        await using var host = Host();
        using var reader = await host.BearerAsync("ada", "read");
        using var writer = await host.BearerAsync("ada", "write");
        (await reader.GetAsync(At("/api/v1/avatars"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var form = ServiceHost.Footage();

        await ServiceHost.ProblemAsync(await reader.PostAsync(At("/api/v1/avatars"), form), HttpStatusCode.Forbidden, "auth.scope");
        await ServiceHost.ProblemAsync(await writer.GetAsync(At("/api/v1/keys")), HttpStatusCode.Forbidden, "auth.scope");
        await ServiceHost.ProblemAsync(await writer.DeleteAsync(At("/api/v1/models/some")), HttpStatusCode.Forbidden, "auth.scope");
    }

    [Fact]
    public async Task Key_RevokedOrExpired_OpensNothing()
    {
        await using var host = Host();
        var keys = host.Services.GetRequiredService<KeyStore>();
        var (row, key) = await keys.CreateAsync("gone", "ada", KeyScopes.Read, null, default);
        var (_, old) = await keys.CreateAsync("old", "ada", KeyScopes.Read, TimeSpan.FromMilliseconds(1), default);
        await Task.Delay(20);
        using var client = host.Bearing(key);
        (await client.GetAsync(At("/api/v1/jobs"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await keys.ListAsync(default)).Single(k => k.Id == row.Id).LastUsedAt.ShouldNotBeNull();

        await keys.RevokeAsync(row.Id, default);

        foreach (var dead in new[] { key, old, "ruying_no", "" })
        {
            using var stranger = host.Bearing(dead);
            await ServiceHost.ProblemAsync(await stranger.GetAsync(At("/api/v1/jobs")), HttpStatusCode.Unauthorized, "auth.key_needed");
        }

        File.ReadAllText(Path.Combine(Folder, "ruying.db"), System.Text.Encoding.Latin1).ShouldNotContain(key);
    }

    [Fact]
    public async Task SignIn_WithAKey_OpensASessionThatEndsWithTheKey()
    {
        await using var host = Host();
        var keys = host.Services.GetRequiredService<KeyStore>();
        var (row, key) = await keys.CreateAsync("Ada", "ada", KeyScopes.Read | KeyScopes.Write, null, default);
        using var client = host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true });

        (await PostSignInAsync(client, "ruying_wrong", "/")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var opened = await PostSignInAsync(client, key, "/#avatars");
        opened.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var cookie = opened.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("ruying=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        (await client.GetStringAsync(At("/"))).ShouldContain("Sign out");
        (await PostSignInAsync(client, key, "https://evil.example/")).Headers.Location!.OriginalString.ShouldBe("/");

        using var unsigned = new FormUrlEncodedContent(new Dictionary<string, string> { ["key"] = key });
        (await client.PostAsync(At("/sign-in"), unsigned)).StatusCode.ShouldBe(HttpStatusCode.BadRequest, "without the form's token");

        await keys.RevokeAsync(row.Id, default);
        (await client.GetAsync(At("/"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Start_WhereOthersCanReachIt_NeedsAnAdminKey()
    {
        var (refused, _, error) = await ServiceProcess.RunAsync(Folder, "--urls", "http://0.0.0.0:0");
        refused.ShouldBe(2);
        error.ShouldContain("[auth.no_admin_key]");

        var (made, printed, told) = await ServiceProcess.RunAsync(Folder, "keys", "create", "me", "--scope", "admin");
        made.ShouldBe(0, told);
        var key = printed.Trim();
        (await ServiceProcess.RunAsync(Folder, "keys", "list")).Output.ShouldNotContain(key);

        using var service = await ServiceProcess.StartAsync(Folder, "http://0.0.0.0:0");
        var stranger = await service.Client.GetAsync(At("/api/v1/jobs"));
        await ServiceHost.ProblemAsync(stranger, HttpStatusCode.Unauthorized, "auth.key_needed");
        service.Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        (await service.Client.GetAsync(At("/api/v1/keys"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task RateLimit_OfAKey_IsToldAndKept()
    {
        await using var host = Host(("Ruying:RateLimit", "5"));
        using var client = await host.BearerAsync("ada", "read");
        using var other = await host.BearerAsync("bob", "read");
        var first = await client.GetAsync(At("/api/v1/jobs"));
        first.Headers.GetValues("RateLimit-Limit").Single().ShouldBe("5");

        HttpResponseMessage last = first;
        for (var i = 0; i < 6 && last.StatusCode == HttpStatusCode.OK; i++)
        {
            last = await client.GetAsync(At("/api/v1/jobs"));
        }

        last.Headers.RetryAfter.ShouldNotBeNull();
        await ServiceHost.ProblemAsync(last, HttpStatusCode.TooManyRequests, "request.rate_limited");
        (await other.GetAsync(At("/api/v1/jobs"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("", "ada", "read", "key.name")]
    [InlineData("n", "Ada Lovelace", "read", "key.owner")]
    [InlineData("n", "ada", "root", "key.scope")]
    public async Task Create_BadRequest_SaysWhy(string name, string owner, string scopes, string code)
    {
        await using var host = Host();
        using var client = host.Client();
        await ServiceHost.ProblemAsync(await client.PostAsJsonAsync("/api/v1/keys", new { name, owner, scopes }), HttpStatusCode.UnprocessableEntity, code);
    }

    private static async Task<JsonElement> CreateAsync(HttpClient client, object request)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/keys", request);
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<HttpResponseMessage> PostSignInAsync(HttpClient client, string key, string back)
    {
        var page = await client.GetStringAsync(At("/sign-in"));
        var token = System.Text.RegularExpressions.Regex.Match(page, "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["key"] = key, ["back"] = back, ["__RequestVerificationToken"] = token });
        return await client.PostAsync(At("/sign-in"), form);
    }
}
