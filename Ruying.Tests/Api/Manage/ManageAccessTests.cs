using System.Net;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Manage;

public sealed partial class ManageAccessTests : ServiceTest
{
    private static readonly string[] Open = ["/manage", "/manage/voices", "/manage/models", "/manage/lexicons", "/manage/lexicons/en", "/manage/shares", "/manage/webhooks", "/manage/usage"];

    private static readonly string[] Admins = ["/manage/import", "/manage/keys", "/manage/retention", "/manage/audit", "/manage/servers"];

    [Fact]
    public async Task Pages_AreShownToWhoMayLookAtThem()
    {
        await File.WriteAllTextAsync(Path.Combine(Mirror, "voices.json"), """{"address":"https://127.0.0.1:1/","models":[]}""");
        await using var host = Host();
        using var admin = await host.BearerAsync("root", "admin");
        using var writer = await host.BearerAsync("ada", "write");
        using var reader = await host.BearerAsync("ada", "read");
        using var stranger = host.Client();
        foreach (var page in Open.Concat(Admins))
        {
            await StatusAsync(admin, page, HttpStatusCode.OK);
            var others = Admins.Contains(page) ? HttpStatusCode.Forbidden : HttpStatusCode.OK;
            var written = await StatusAsync(writer, page, others);
            var read = await StatusAsync(reader, page, others);
            written.ShouldNotContain("href=\"/manage/keys\"", Case.Sensitive, page);
            Forms(read).ShouldBe(0, page);
            using var sent = await stranger.GetAsync(At(page));
            sent.Headers.Location!.ToString().ShouldBe($"/sign-in?back={Uri.EscapeDataString(page)}");
        }
    }

    [Fact]
    public async Task Forms_OfWhoMayOnlyLook_AreRefusedInWords()
    {
        await using var host = Host();
        using var reader = await host.BearerAsync("ada", "read");
        using var writer = await host.BearerAsync("ada", "write");
        using var nothing = new FormUrlEncodedContent([]);
        foreach (var (client, address) in new[] { (reader, "/manage/webhooks"), (writer, "/manage/keys"), (writer, "/manage/retention"), (writer, "/manage/models/mine/pull") })
        {
            using var response = await client.PostAsync(At(address), nothing);
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden, address);
            (await response.Content.ReadAsStringAsync()).ShouldContain("needs another scope");
        }

        using var delete = await PagesTests.FieldsAsync(writer, "/manage/lexicons/en");
        (await writer.PostAsync(At("/manage/models/mine?handler=Delete"), delete)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Forms_WithoutToken_AreRefused()
    {
        await using var host = Host();
        using var client = host.Client();
        using var nothing = new FormUrlEncodedContent([]);
        foreach (var address in new[] { "/manage/webhooks", "/manage/keys", "/manage/retention", "/manage/lexicons/en?handler=Delete" })
        {
            (await client.PostAsync(At(address), nothing)).StatusCode.ShouldBe(HttpStatusCode.BadRequest, address);
        }
    }

    [Theory]
    [InlineData("/manage/models/nobody")]
    [InlineData("/manage/webhooks/nobody")]
    [InlineData("/manage/nowhere")]
    public async Task Unknown_Page_404InWords(string address)
    {
        await using var host = Host();
        using var client = host.Client();
        (await StatusAsync(client, address, HttpStatusCode.NotFound)).ShouldContain("There is nothing here");
    }

    private static async Task<string> StatusAsync(HttpClient client, string page, HttpStatusCode status)
    {
        using var response = await client.GetAsync(At(page));
        var html = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, $"{page}: {html}");
        return html;
    }

    /// <summary>Forms that change something, beside those of the frame.</summary>
    private static int Forms(string html) => Posting().Matches(html).Count(form => !form.Value.Contains("/language", StringComparison.Ordinal) && !form.Value.Contains("/sign-in", StringComparison.Ordinal));

    [GeneratedRegex("<form[^>]*method=\"post\"[^>]*>")]
    private static partial Regex Posting();
}
