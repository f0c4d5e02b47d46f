using Ruying.Tests.Api;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Browser;

/// <summary>The pages in a real browser. <c>./ruying test</c> fetches it and what drives it; where it could not, these skip.</summary>
public sealed class ChromiumTests : ServiceTest
{
    [SkippableTheory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Pages_AtThreeWidthsInLightAndDark_HaveNoFault(string language)
    {
        Chromium.Require();
        await using var host = Host();
        host.UseKestrel(0);
        host.StartServer();
        using var client = host.CreateClient();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var script = new MultipartFormDataContent { { new StringContent(avatar), "avatarId" }, { new StringContent("Hello"), "text" }, { new StringContent("srt"), "captions" } };
        Pipeline.Gate = (stage, token) => stage == "move" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        var (video, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/videos"), script));
        await ServiceHost.WaitAsync(client, job, j => j.GetProperty("stage").GetString() == "move");

        string[] pages = ["/", "/avatars/new", "/videos/new", $"/avatars/{avatar}", $"/avatars/{avatar}/say", $"/videos/{video}", "/sign-in"];
        var faults = await Chromium.RunAsync<string[]>("look.js", [language, .. pages.Select(page => new Uri(client.BaseAddress!, page).AbsoluteUri)]);
        (await client.PostAsync(At($"/api/v1/jobs/{job}/cancel"), null)).EnsureSuccessStatusCode();
        await ServiceHost.WaitAsync(client, job, "cancelled");

        faults.ShouldBeEmpty();
    }
}
