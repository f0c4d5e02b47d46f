using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Manage;

public sealed partial class ManageWebhooksTests : ServiceTest
{
    [Fact]
    public async Task Webhook_MadeOnThePage_TellsItsSecretOnceLogsAndReplays()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = Host(("Ruying:WebhooksToPrivateAddresses", "true"));
        using var client = await host.BearerAsync("ada", "write");
        using var form = await PagesTests.FieldsAsync(client, "/manage/webhooks", ("url", receiver.Url), ("events", "avatar.ready"), ("events", "video.failed"));
        var address = await PagesTests.RedirectAsync(await client.PostAsync(At("/manage/webhooks"), form));
        Secret().IsMatch(await client.GetStringAsync(At(address))).ShouldBeTrue();
        Secret().IsMatch(await client.GetStringAsync(At(address))).ShouldBeFalse();
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/webhooks"))[0].GetProperty("events").ToString().ShouldBe("""["avatar.ready","video.failed"]""");

        await ServiceHost.MakeAvatarAsync(client);
        var told = await receiver.NextAsync();
        var page = "";
        await Eventually.SoAsync(async () => (page = await client.GetStringAsync(At(address + "?state=delivered"))).Contains("<dd>200</dd>", StringComparison.Ordinal));
        page.ShouldContain("<dd>200</dd>");
        var delivery = Delivery().Match(page).Groups[1].Value;

        using var replay = await PagesTests.FieldsAsync(client, address, ("delivery", delivery));
        (await PagesTests.RedirectAsync(await client.PostAsync(At(address + "?handler=Replay"), replay))).ShouldBe(address + "#log");
        (await receiver.NextAsync()).Body.ShouldBe(told.Body);

        // Another's is not there, to look at or to send.
        using var bob = await host.BearerAsync("bob", "write");
        (await bob.GetAsync(At(address))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var foreign = await PagesTests.FieldsAsync(bob, "/manage/webhooks", ("delivery", delivery));
        (await bob.PostAsync(At(address + "?handler=Replay"), foreign)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bob.PostAsync(At(address + "?handler=Delete"), foreign)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var delete = await PagesTests.FieldsAsync(client, address);
        (await PagesTests.RedirectAsync(await client.PostAsync(At(address + "?handler=Delete"), delete))).ShouldBe("/manage/webhooks");
        (await client.GetStringAsync(At("/manage/webhooks"))).ShouldContain("No webhook yet");
    }

    [Fact]
    public async Task Webhook_ToAPrivateAddress_IsRefusedInWordsAndTheFormKept()
    {
        await using var host = Host();
        using var client = host.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", "zh");
        using var form = await PagesTests.FieldsAsync(client, "/manage/webhooks", ("url", "http://10.0.0.1/x"), ("events", "avatar.ready"));
        using var response = await client.PostAsync(At("/manage/webhooks"), form);
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        page.ShouldContain("这个地址指向内部网络");
        page.ShouldContain("10.0.0.1 leads into a private network");
        page.ShouldContain("value=\"http://10.0.0.1/x\"");
        page.ShouldContain("value=\"avatar.ready\" checked");
        page.ShouldNotContain("value=\"video.ready\" checked");
    }

    [GeneratedRegex("<code id=\"secret\">whsec_[^<]+</code>")]
    private static partial Regex Secret();

    [GeneratedRegex("name=\"delivery\" value=\"([0-9a-f]{32})\"")]
    private static partial Regex Delivery();
}
