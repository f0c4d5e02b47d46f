using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Manage;

public sealed partial class ManageKeysTests : ServiceTest
{
    [Fact]
    public async Task Key_MadeOnThePage_IsShownOnceOpensAndIsRevoked()
    {
        await using var host = Host();
        using var admin = await host.BearerAsync("root", "admin");
        using var form = await PagesTests.FieldsAsync(admin, "/manage/keys", ("name", "News <room>"), ("owner", "news"), ("scopes", "write"), ("days", "30"));
        (await PagesTests.RedirectAsync(await admin.PostAsync(At("/manage/keys"), form))).ShouldBe("/manage/keys");
        var page = await admin.GetStringAsync(At("/manage/keys"));
        page.ShouldContain("News &lt;room&gt;");
        var key = Secret().Match(page).Groups[1].Value;
        (await admin.GetStringAsync(At("/manage/keys"))).ShouldNotContain(key);

        using var news = host.Bearing(key);
        (await news.GetAsync(At("/api/v1/avatars"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var made = (await admin.GetFromJsonAsync<JsonElement>("/api/v1/keys"))[0];
        (made.GetProperty("owner").GetString(), made.GetProperty("scopes").GetString()).ShouldBe(("news", "read,write"));
        (made.GetProperty("expiresAt").GetDateTimeOffset() - made.GetProperty("createdAt").GetDateTimeOffset()).ShouldBe(TimeSpan.FromDays(30));
        var noted = (await admin.GetFromJsonAsync<JsonElement>("/api/v1/audit")).GetProperty("items")[0];
        noted.GetProperty("subject").GetString().ShouldBe($"keys/{made.GetProperty("id").GetString()} of news: read,write");

        using var revoke = await PagesTests.FieldsAsync(admin, "/manage/keys", ("key", made.GetProperty("id").GetString()!));
        (await PagesTests.RedirectAsync(await admin.PostAsync(At("/manage/keys?handler=Revoke"), revoke))).ShouldBe("/manage/keys");
        (await admin.GetStringAsync(At("/manage/keys"))).ShouldContain("Revoked");
        (await news.GetAsync(At("/api/v1/avatars"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Key_TheFirst_IsAnAdminsAndSignsIn()
    {
        await using var host = Host();
        using var client = host.Client();
        (await client.GetStringAsync(At("/manage/keys"))).ShouldNotContain("name=\"scopes\"");
        using var form = await PagesTests.FieldsAsync(client, "/manage/keys", ("name", "me"), ("scopes", "read"));
        await PagesTests.RedirectAsync(await client.PostAsync(At("/manage/keys"), form));

        var page = await client.GetStringAsync(At("/manage/keys"));

        Secret().IsMatch(page).ShouldBeTrue(page);
        page.ShouldContain("Sign out me");
        using var bearer = host.Bearing(Secret().Match(page).Groups[1].Value);
        (await bearer.GetFromJsonAsync<JsonElement>("/api/v1/keys"))[0].GetProperty("scopes").GetString().ShouldBe("read,write,admin");
        using var stranger = host.Client();
        (await stranger.GetAsync(At("/manage/keys"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("", "news", "3", "A key needs a name")]
    [InlineData("x", "News Room", "3", "An owner is named by")]
    [InlineData("x", "news", "-1", "a number of days above 0")]
    [InlineData("x", "news", "soon", "a number of days above 0")]
    public async Task Key_ThatCannotBe_IsRefusedInWordsAndTheFormKept(string name, string owner, string days, string words)
    {
        await using var host = Host();
        using var admin = await host.BearerAsync("root", "admin");
        using var form = await PagesTests.FieldsAsync(admin, "/manage/keys", ("name", name), ("owner", owner), ("scopes", "read"), ("days", days));
        using var response = await admin.PostAsync(At("/manage/keys"), form);
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await response.Content.ReadAsStringAsync()).ShouldContain(words);
        (await admin.GetFromJsonAsync<JsonElement>("/api/v1/keys")).GetArrayLength().ShouldBe(1);
    }

    [GeneratedRegex("<code id=\"secret\">(ruying_[A-Za-z0-9_-]{43})</code>")]
    private static partial Regex Secret();
}
