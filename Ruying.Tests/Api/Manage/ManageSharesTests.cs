using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Manage;

public sealed class ManageSharesTests : ServiceTest
{
    [Fact]
    public async Task Links_ToAllVideos_AreListedAndTakenBackByTheirOwner()
    {
        await using var host = Host();
        using var ada = await host.BearerAsync("ada", "write");
        using var bob = await host.BearerAsync("bob", "write");
        (await ada.GetStringAsync(At("/manage/shares"))).ShouldContain("No link yet");
        var first = await ShareAsync(ada, "Good morning");
        var second = await ShareAsync(ada, "Good night");
        var all = (await ada.GetFromJsonAsync<JsonElement>("/api/v1/shares?limit=1")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        (all.GetProperty("id").GetString(), all.GetProperty("url").ValueKind).ShouldBe((second.Id, JsonValueKind.Null));
        (await bob.GetFromJsonAsync<JsonElement>("/api/v1/shares")).GetProperty("items").GetArrayLength().ShouldBe(0);

        var page = await ada.GetStringAsync(At("/manage/shares"));
        page.ShouldContain("Good morning");
        page.ShouldContain("Good night");
        page.ShouldNotContain("/s/");

        (string, string)[] fields = [("video", first.Video), ("share", first.Id)];
        using var foreign = await PagesTests.FieldsAsync(bob, "/manage/lexicons/en", fields);
        (await bob.PostAsync(At("/manage/shares?handler=Revoke"), foreign)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ada.GetAsync(At(first.Path))).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var revoke = await PagesTests.FieldsAsync(ada, "/manage/shares", fields);
        (await PagesTests.RedirectAsync(await ada.PostAsync(At("/manage/shares?handler=Revoke"), revoke))).ShouldBe("/manage/shares");
        (await ada.GetAsync(At(first.Path))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ada.GetStringAsync(At("/manage/shares"))).ShouldNotContain("Good morning");
    }

    private static async Task<(string Video, string Id, string Path)> ShareAsync(HttpClient client, string text)
    {
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var (video, job) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text }));
        await ServiceHost.WaitAsync(client, job, "succeeded");
        using var response = await client.PostAsJsonAsync($"/api/v1/videos/{video}/shares", new { });
        var share = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (video, share.GetProperty("id").GetString()!, new Uri(share.GetProperty("url").GetString()!).AbsolutePath);
    }
}
