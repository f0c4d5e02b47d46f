using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class RecorderPagesTests : ServiceTest
{
    [Fact]
    public async Task Pages_WithARecorder_MayUseTheCamera_AndNoOthers()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        foreach (var page in new[] { "/", "/avatars/new", $"/avatars/{avatar}", $"/avatars/{avatar}/say" })
        {
            using var response = await client.GetAsync(At(page));
            (await response.Content.ReadAsStringAsync()).ShouldContain("<dialog class=\"recorder\"", Case.Sensitive, page);
            response.Headers.GetValues("Permissions-Policy").ShouldHaveSingleItem().ShouldBe("camera=(self), microphone=(self), geolocation=()");
            response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldContain("media-src 'self' blob:;");
        }

        foreach (var page in new[] { "/videos/new", "/sign-in", "/nowhere", $"/api/v1/avatars/{avatar}", $"/api/v1/avatars/{avatar}/report.html", "/css/make.css" })
        {
            using var response = await client.GetAsync(At(page));
            response.Headers.GetValues("Permissions-Policy").ShouldHaveSingleItem().ShouldBe("camera=(), microphone=(), geolocation=()", page);
            response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldNotContain("blob:", Case.Sensitive, page);
        }
    }

    [Fact]
    public async Task Form_TakesSeveralClipsAndAsksForALook_AlsoWithoutScripts()
    {
        await using var host = Host();
        using var client = host.Client();
        var page = await client.GetStringAsync(At("/avatars/new"));
        page.ShouldContain("<input type=\"hidden\" name=\"review\" value=\"true\">");
        page.ShouldMatch("<input type=\"file\" name=\"file\"[^>]* multiple");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await PagesTests.TokenAsync(client, "/avatars/new")), "__RequestVerificationToken" },
            { new StringContent("true"), "review" },
            { new ByteArrayContent([1]), "file", "a.mp4" },
            { new ByteArrayContent([2]), "file", "b.mp4" },
            { new StringContent("Ada"), "name" },
            { new StringContent("Ada Lovelace"), "consentBy" },
            { new StringContent("I agree"), "consent" },
        };

        // A browser sends fields in the order of the page; the consent follows the files there.
        using var response = await client.PostAsync(At("/avatars/new"), form);
        await PagesTests.RedirectAsync(response);
        await Eventually.SoAsync(() => Pipeline.Clips.Count == 2);
        Pipeline.Clips.ShouldBe([[1], [2]]);
    }
}
