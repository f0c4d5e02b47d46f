using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class NewVideoPagesTests : ServiceTest
{
    [Fact]
    public async Task Choice_ShowsReadyAvatarsAndDraftsToGoOnWith()
    {
        await using var host = Host();
        using var client = host.Client();
        (await client.GetStringAsync(At("/videos/new"))).ShouldContain("href=\"/#new\"");
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var draft = await DraftAsync(client, new { avatarId = avatar, text = "Hello & welcome" });
        await DraftAsync(client, new { text = "Nobody's yet" });

        var page = await client.GetStringAsync(At("/videos/new"));

        page.ShouldContain($"href=\"/avatars/{avatar}/say\"");
        page.ShouldContain($"src=\"/api/v1/avatars/{avatar}/poster.jpg\"");
        page.ShouldContain($"href=\"/avatars/{avatar}/say?draft={draft}\">Hello &amp; welcome</a>");
        page.ShouldNotContain("Nobody");

        using var delete = await PagesTests.FieldsAsync(client, "/videos/new", ("draft", draft));
        (await PagesTests.RedirectAsync(await client.PostAsync(At("/videos/new?handler=Delete"), delete))).ShouldBe("/videos/new");
        (await client.GetStringAsync(At("/videos/new"))).ShouldNotContain(draft);
        using var again = await client.PostAsync(At("/videos/new?handler=Delete"), delete);
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Form_OfADraft_HasWhatWasKeptAndItsTag()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var draft = await DraftAsync(client, new { avatarId = avatar, text = "Guten Tag", language = "de", rate = 1.25, label = false, burnCaptions = true, lead = 0.5 });

        var page = await client.GetStringAsync(At($"/avatars/{avatar}/say?draft={draft}"));

        page.ShouldContain(">Guten Tag</textarea>");
        page.ShouldContain("<option value=\"de\" selected=\"selected\">");
        page.ShouldContain("name=\"rate\" min=\"0.5\" max=\"2\" step=\"0.05\" value=\"1.25\"");
        page.ShouldContain("name=\"lead\" min=\"0\" max=\"10\" step=\"0.1\" value=\"0.5\"");
        page.ShouldContain("name=\"burnCaptions\" value=\"true\" checked=\"checked\"");
        page.ShouldNotContain("name=\"label\" value=\"true\" checked");
        using var shown = await client.GetAsync(At($"/api/v1/drafts/{draft}"));
        WebUtility.HtmlDecode(page).ShouldContain($"data-draft=\"{draft}\" data-draft-tag=\"{shown.Headers.ETag}\"".Replace("W/", "", StringComparison.Ordinal));
        (await client.GetAsync(At($"/avatars/{avatar}/say?draft=nothing"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Form_LikeAVideo_StartsWithItsRequest()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var script = new MultipartFormDataContent { { new StringContent(avatar), "avatarId" }, { new StringContent("Bonjour"), "text" }, { new StringContent("fr"), "language" }, { new StringContent("-2"), "pitch" } };
        var (video, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/videos"), script));
        await ServiceHost.WaitAsync(client, job, "succeeded");
        (await client.GetStringAsync(At($"/videos/{video}"))).ShouldContain($"href=\"/avatars/{avatar}/say?like={video}\"");

        var page = await client.GetStringAsync(At($"/avatars/{avatar}/say?like={video}"));

        page.ShouldContain(">Bonjour</textarea>");
        page.ShouldContain("<option value=\"fr\" selected=\"selected\">");
        page.ShouldContain("name=\"pitch\" min=\"-12\" max=\"12\" step=\"0.5\" value=\"-2\"");
        page.ShouldContain("data-draft=\"\"");
    }

    private static async Task<string> DraftAsync(HttpClient client, object video)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/drafts", new { video });
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }
}
