using System.Net;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed partial class JobDashboardTests : ServiceTest
{
    [Fact]
    public async Task Dashboard_IsForAdminsAlone()
    {
        await using var host = Host();
        using var admin = await host.BearerAsync("root", "admin");
        using var writer = await host.BearerAsync("ada", "write");
        using var nobody = host.Client();
        foreach (var address in new[] { "/admin/jobs", "/admin/jobs/servers", "/admin/jobs/stats" })
        {
            (await writer.GetAsync(At(address))).StatusCode.ShouldBe(HttpStatusCode.Forbidden, address);
            (await nobody.GetAsync(At(address))).Headers.Location!.ToString().ShouldStartWith("/sign-in", Case.Sensitive, address);
        }

        (await admin.GetStringAsync(At("/admin/jobs/servers"))).ShouldContain("videos");
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-For", "::1")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    public async Task Dashboard_ForgedAddress_OpensNothing(string header, string value)
    {
        await using var host = Host();
        using var writer = await host.BearerAsync("ada", "write");
        writer.DefaultRequestHeaders.Add(header, value);
        (await writer.GetAsync(At("/admin/jobs"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Dashboard_OnlyLooks_AndRunsItsOwnScriptsOnly()
    {
        await using var host = Host();
        using var client = host.Client();
        using var page = await client.GetAsync(At("/admin/jobs"));
        var html = await page.Content.ReadAsStringAsync();
        var policy = page.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldNotContain("unsafe-eval");
        policy.ShouldNotContain("http");
        var nonce = Nonce().Match(policy).Groups[1].Value;
        Script().Count(html).ShouldBeGreaterThan(0);
        Script().Matches(html).ShouldAllBe(s => s.Value.Contains(nonce, StringComparison.Ordinal));
        Elsewhere().Count(html).ShouldBe(0);
        (await client.GetAsync(At(Style().Match(html).Groups[1].Value))).EnsureSuccessStatusCode();

        using var clear = await client.PostAsync(At("/admin/jobs/jobs/enqueued/delete"), new FormUrlEncodedContent([new("jobs[]", "1")]));
        clear.IsSuccessStatusCode.ShouldBeFalse();
    }

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Script();

    [GeneratedRegex("(src|<link[^>]*href)=\"https?:")]
    private static partial Regex Elsewhere();

    [GeneratedRegex("rel=\"stylesheet\" href=\"([^\"]+)\"")]
    private static partial Regex Style();
}
