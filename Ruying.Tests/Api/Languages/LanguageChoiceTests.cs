using System.Net;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Languages;

public sealed partial class LanguageChoiceTests : ServiceTest
{
    [Theory]
    [InlineData(null, "en")]
    [InlineData("fr", "en")]
    [InlineData("en-GB,en;q=0.9", "en")]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans")]
    [InlineData("fr, zh;q=0.4, en;q=0.3", "zh-Hans")]
    [InlineData("en;q=0.5, zh-Hans", "zh-Hans")]
    [InlineData("zh;q=0, en", "en")]
    [InlineData("!!, ;;q", "en")]
    public async Task Page_SpeaksWhatTheBrowserLikesBest(string? wishes, string tag)
    {
        await using var host = Host();
        using var client = host.Client();
        if (wishes is not null)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", wishes);
        }

        using var response = await client.GetAsync(At("/"));
        (await response.Content.ReadAsStringAsync()).ShouldContain($"<html lang=\"{tag}\">");
        response.Headers.Vary.ShouldContain("Accept-Language");
    }

    [Fact]
    public async Task Switch_IsKeptAndCountsMoreThanTheBrowser()
    {
        await using var host = Host();
        using var client = host.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", "en");
        using var choice = new FormUrlEncodedContent([new("language", "zh-Hans"), new("back", "/sign-in")]);
        using var chosen = await client.PostAsync(At("/language"), choice);
        chosen.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        chosen.Headers.Location!.ToString().ShouldBe("/sign-in");
        (await client.GetStringAsync(At("/"))).ShouldContain("<html lang=\"zh-Hans\">");

        using var elsewhere = new FormUrlEncodedContent([new("language", "tlh"), new("back", "//example.org/")]);
        using var refused = await client.PostAsync(At("/language"), elsewhere);
        refused.Headers.Location!.ToString().ShouldBe("/");
        (await client.GetStringAsync(At("/"))).ShouldContain("<html lang=\"zh-Hans\">");
    }

    [Fact]
    public async Task Switch_WithAKeyThatMayOnlyLook_Works()
    {
        await using var host = Host();
        using var client = await host.BearerAsync("ada", "read");
        using var choice = new FormUrlEncodedContent([new("language", "zh-Hans")]);
        (await client.PostAsync(At("/language"), choice)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Chinese_OnEveryPage_LeavesNoEnglish()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var script = new MultipartFormDataContent { { new StringContent(avatar), "avatarId" }, { new StringContent("你好"), "text" }, { new StringContent("srt,vtt"), "captions" } };
        var (video, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/videos"), script));
        await ServiceHost.WaitAsync(client, job, "succeeded");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", "zh-CN");
        foreach (var page in new[] { "/", "/avatars/new", "/videos/new", $"/avatars/{avatar}", $"/avatars/{avatar}/say", $"/videos/{video}", "/sign-in", "/nowhere", "/s/nothing" })
        {
            using var response = await client.GetAsync(At(page));
            var html = await response.Content.ReadAsStringAsync();
            ShownWords.ShouldBeChinese(html, Unseen(), Known(), page);
        }
    }

    [Fact]
    public async Task Chinese_SaysWhatWasWrong()
    {
        await using var host = Host();
        using var client = host.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", "zh");
        using var form = new MultipartFormDataContent { { new StringContent(await PagesTests.TokenAsync(client, "/")), "__RequestVerificationToken" }, { new StringContent("Ada"), "name" } };
        using var response = await client.PostAsync(At("/avatars/new"), form);
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()).ShouldContain("没有本人同意就不会制作：请写明谁同意、同意什么。");
    }

    [GeneratedRegex("<script.*?</script>|<style.*?</style>|<code>.*?</code>|<datalist.*?</datalist>|<option[^>]*data-language.*?</option>|<!.*?>", RegexOptions.Singleline)]
    private static partial Regex Unseen();

    /// <summary>Names of people, files, formats, units, programs, voices and languages.</summary>
    [GeneratedRegex("Ruying|English|French|German|America|Ada Lovelace|Ada agreed|Ada|clip|mp4|MP4|JPEG|PNG|MOV|MKV|WebM|AVI|MPEG|LUFS|SRT|VTT|ASS|srt|vtt|UTC|Hz|AI|espeak-ng|en-us|\\ben\\b|f3|\\bf\\b")]
    private static partial Regex Known();
}
