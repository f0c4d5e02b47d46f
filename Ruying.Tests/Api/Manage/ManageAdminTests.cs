using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Manage;

public sealed partial class ManageAdminTests : ServiceTest
{
    [Fact]
    public async Task Audit_Filtered_ShowsThatAloneAndGoesOnWithOlderEntries()
    {
        await using var host = Host();
        using var admin = await host.BearerAsync("root", "admin");
        using var ada = await host.BearerAsync("ada", "write");
        var avatar = await ServiceHost.MakeAvatarAsync(ada);
        for (var i = 0; i < 51; i++)
        {
            using var hook = await admin.PostAsJsonAsync("/api/v1/drafts", new { title = $"draft {i}" });
            hook.EnsureSuccessStatusCode();
        }

        var first = await admin.GetStringAsync(At("/manage/audit"));
        Rows(first).ShouldBe(50);
        first.ShouldNotContain("CreateAvatar");
        var older = WebUtility.HtmlDecode(Older().Match(first).Groups[1].Value);
        (await admin.GetStringAsync(At(older))).ShouldContain("CreateAvatar");

        var filtered = await admin.GetStringAsync(At("/manage/audit?owner=ada&operation=CreateAvatar"));
        Rows(filtered).ShouldBe(1);
        filtered.ShouldContain(avatar);
        (await admin.GetStringAsync(At($"/manage/audit?subject={avatar}"))).ShouldContain("CreateAvatar");
        (await admin.GetStringAsync(At("/manage/audit?owner=bob"))).ShouldContain("Nothing fits");
        (await admin.GetStringAsync(At("/manage/audit?since=2999-01-01"))).ShouldContain("Nothing fits");
        WebUtility.HtmlDecode(Older().Match(await admin.GetStringAsync(At("/manage/audit?operation=CreateDraft&since=2020-01-01"))).Groups[1].Value)
            .ShouldStartWith("/manage/audit?operation=CreateDraft&since=2020-01-01&before=");
        using var wrong = await admin.GetAsync(At("/manage/audit?since=yesterday"));
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("could not be read");
    }

    [Fact]
    public async Task Retention_OfAllOwners_IsListedThenGoesWhenAsked()
    {
        await using var host = Host(("Ruying:Retention:VideoDays", "30"));
        using var admin = await host.BearerAsync("root", "admin");
        using var ada = await host.BearerAsync("ada", "write");
        var avatar = await ServiceHost.MakeAvatarAsync(ada);
        var (video, job) = await ServiceHost.AcceptedAsync(await ada.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" }));
        await ServiceHost.WaitAsync(ada, job, "succeeded");
        (await admin.GetStringAsync(At("/manage/retention"))).ShouldContain("Nothing was kept for long enough");
        AgeJob(video, 31);

        var page = await admin.GetStringAsync(At("/manage/retention"));
        page.ShouldContain("30 days");
        page.ShouldContain(video);
        Files("videos").Length.ShouldBe(1, "a look removes nothing");
        using var run = await PagesTests.FieldsAsync(admin, "/manage/retention");
        (await PagesTests.RedirectAsync(await admin.PostAsync(At("/manage/retention"), run))).ShouldBe("/manage/retention");

        (await admin.GetStringAsync(At("/manage/retention"))).ShouldContain("Removed: 1, 4.9 kB");
        (await ada.GetAsync(At($"/api/v1/videos/{video}"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await admin.GetStringAsync(At("/manage/retention"))).ShouldNotContain("Removed:", Case.Sensitive, "told once");
    }

    [Fact]
    public async Task Servers_OfAService_AreShownWithWhatIsNotWell()
    {
        await using var host = Host(("Ruying:FreeSpaceMinimum", long.MaxValue.ToString(CultureInfo.InvariantCulture)));
        using var admin = await host.BearerAsync("root", "admin");
        var page = await admin.GetStringAsync(At("/manage/servers"));
        page.ShouldContain(Environment.MachineName);
        page.ShouldContain("Not well");
        page.ShouldContain("href=\"/admin/jobs\"");
    }

    [Fact]
    public async Task Usage_OfOthers_IsForAdmins()
    {
        await using var host = Host();
        using var admin = await host.BearerAsync("root", "admin");
        using var ada = await host.BearerAsync("ada", "write");
        await ServiceHost.MakeAvatarAsync(ada);
        (await ada.GetStringAsync(At("/manage/usage"))).ShouldContain("<rect class=\"bar-made\"");
        (await ada.GetStringAsync(At("/manage/usage?from=2026-01-01&to=2026-12-31"))).ShouldContain("January 2026");
        (await admin.GetStringAsync(At("/manage/usage"))).ShouldContain("Nothing was made in these days");
        (await admin.GetStringAsync(At("/manage/usage?all=true"))).ShouldContain("<th scope=\"row\">");
        (await admin.GetStringAsync(At("/manage/usage?owner=ada"))).ShouldContain("<th scope=\"row\">");
        using var other = await ada.GetAsync(At("/manage/usage?owner=root"));
        other.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await other.Content.ReadAsStringAsync()).ShouldContain("told to admin keys only");
        using var range = await ada.GetAsync(At("/manage/usage?from=2026-02-01&to=2026-01-01"));
        range.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await range.Content.ReadAsStringAsync()).ShouldContain("usage.range");
    }

    private static int Rows(string page) => Row().Count(page);

    [GeneratedRegex("<td class=\"subject\">")]
    private static partial Regex Row();

    [GeneratedRegex("href=\"(/manage/audit\\?[^\"]*before=[^\"]*)\"")]
    private static partial Regex Older();
}
