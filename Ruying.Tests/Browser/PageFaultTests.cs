using Ruying.Tests.Api;
using Ruying.Tests.Samples;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Browser;

/// <summary>Every page in real browsers: no error, no request to elsewhere, no serious finding of axe-core, nothing wider than the window.</summary>
public sealed class PageFaultTests : ServiceTest
{
    [SkippableTheory]
    [InlineData(BrowserDriver.Chromium, "en")]
    [InlineData(BrowserDriver.Chromium, "zh-CN")]
    [InlineData(BrowserDriver.Firefox, "en")]
    public async Task Pages_AtThreeWidthsInLightAndDark_HaveNoFault(string browser, string language)
    {
        var program = BrowserDriver.Require(browser);
        Pipeline.Video = await File.ReadAllBytesAsync(HostClip.Path); // A film that plays and has a still.
        await using var host = Host();
        host.UseKestrel(0);
        host.StartServer();
        using var client = host.CreateClient();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var made = await MakeVideoAsync(client, avatar, "Hello, this one is there.");
        await ServiceHost.WaitAsync(client, made.Job, "succeeded");
        using var share = await client.PostAsync(At($"/api/v1/videos/{made.Video}/shares"), System.Net.Http.Json.JsonContent.Create(new { days = 1 }));
        var link = (await System.Net.Http.Json.HttpContentJsonExtensions.ReadFromJsonAsync<System.Text.Json.JsonElement>(share.Content)).GetProperty("url").GetString()!;
        Pipeline.Gate = (stage, token) => stage == "move" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        var (video, job) = await MakeVideoAsync(client, avatar, "Hello");
        await ServiceHost.WaitAsync(client, job, j => j.GetProperty("stage").GetString() == "move");

        string[] pages =
        [
            "/", "/avatars", "/avatars/new", $"/avatars/{avatar}", $"/avatars/{avatar}/say", "/videos", "/videos?q=nothing", "/videos/new", $"/videos/{made.Video}", $"/videos/{video}",
            "/jobs", "/jobs?state=failed", $"/jobs/{job}", $"/jobs/{made.Job}", "/sign-in", new Uri(link).AbsolutePath,
        ];
        var faults = await BrowserDriver.LookAsync(browser, program, language, pages.Select(page => new Uri(client.BaseAddress!, page)));
        (await client.PostAsync(At($"/api/v1/jobs/{job}/cancel"), null)).EnsureSuccessStatusCode();
        await ServiceHost.WaitAsync(client, job, "cancelled");

        faults.ShouldBeEmpty();
    }

    private static async Task<(string Video, string Job)> MakeVideoAsync(HttpClient client, string avatar, string text)
    {
        using var script = new MultipartFormDataContent { { new StringContent(avatar), "avatarId" }, { new StringContent(text), "text" }, { new StringContent("srt,vtt"), "captions" } };
        return await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/videos"), script));
    }
}
