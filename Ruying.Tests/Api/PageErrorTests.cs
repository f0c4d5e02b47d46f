using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ruying.Api.Keys;
using Ruying.Api.Languages;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

/// <summary>What a person does wrong, the pages say in the person's language.</summary>
public sealed class PageErrorTests : ServiceTest
{
    private readonly Language _chinese = new LanguageCatalogue().Find("zh-Hans")!;

    /// <summary>Real footage through the real pipeline, up to where it is refused.</summary>
    [SkippableTheory]
    [InlineData("text-posing-as-video.mp4", "file.not_a_video")]
    [InlineData("too-short-0.4s.mp4", "footage.too_short")]
    [InlineData("no-face-at-all.mp4", "face.none")]
    [InlineData("two-faces.mp4", "face.several")]
    public async Task Footage_ThatCannotBeUsed_IsRefusedInWords(string file, string code)
    {
        var footage = SharedMedia.Require("media/hard/" + file);
        await using var host = new ServiceHost(Folder, pipeline: null);
        using var client = host.Client();
        using var form = ServiceHost.Footage(await File.ReadAllBytesAsync(footage), file);
        form.Add(new StringContent("true"), "review");
        var (avatar, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        await ServiceHost.WaitAsync(client, job, "failed");
        var error = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job}")).GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe(code);

        (await PageAsync(client, $"/avatars/{avatar}", "en")).ShouldContain(error.GetProperty("message").GetString()![..20]);
        var page = await PageAsync(client, $"/avatars/{avatar}", "zh-CN");
        page.ShouldContain(_chinese.Findings.GetValueOrDefault(code)?.Advice ?? _chinese.Problems[code]);
        page.ShouldNotContain("handler=Build", customMessage: "there is nothing to build");
    }

    [Theory]
    [InlineData("upload.quota", "Ruying:Quota", "10")]
    [InlineData("upload.too_large", "Ruying:UploadLimit", "2")]
    public async Task Form_BeyondALimit_IsShownAgainWithTheReason(string code, string setting, string value)
    {
        await using var host = Host((setting, value));
        using var client = host.Client();
        client.DefaultRequestHeaders.Add("Accept-Language", "zh-CN");
        using var form = await PagesTests.FormAsync(client, "/avatars/new", ("name", "Ada"), ("consentBy", "Ada"), ("consent", "Ada agreed"));
        form.Add(new ByteArrayContent(new byte[100]), "file", "ada.mp4");

        using var refused = await client.PostAsync(At("/avatars/new"), form);

        refused.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        page.ShouldContain(_chinese.Problems[code]);
        page.ShouldContain("value=\"Ada\"", customMessage: "what was written is there still");
    }

    [Fact]
    public async Task SignIn_WithAnExpiredKey_SaysWhy()
    {
        await using var host = Host();
        var keys = host.Services.GetRequiredService<KeyStore>();
        await keys.CreateAsync("ada", "ada", KeyScopeNames.Parse("admin"), null, default);
        var expired = (await keys.CreateAsync("bob", "bob", KeyScopeNames.Parse("read"), TimeSpan.FromMilliseconds(1), default)).Key;
        await Task.Delay(20);
        using var client = host.Client();
        client.DefaultRequestHeaders.Add("Accept-Language", "zh-CN");
        using var form = await PagesTests.FieldsAsync(client, "/sign-in", ("key", expired));

        using var refused = await client.PostAsync(At("/sign-in"), form);

        WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()).ShouldContain(_chinese.Words["sign_in.refused"]);
    }

    private static async Task<string> PageAsync(HttpClient client, string address, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, At(address)) { Headers = { { "Accept-Language", language } } };
        using var response = await client.SendAsync(request);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }
}
