using System.Net;
using System.Net.Http.Json;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class JobPagesTests : ServiceTest
{
    [Fact]
    public async Task Jobs_ListsWhatIsMade_CancelsAndStartsAgain()
    {
        await using var host = Host();
        using var client = host.Client();
        (await client.GetStringAsync(At("/jobs"))).ShouldContain("No job yet");
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        Pipeline.Gate = (stage, token) => stage == "move" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        var (video, job) = await VideoAsync(client, avatar, "Good <b>morning</b>");
        await ServiceHost.WaitAsync(client, job, j => j.GetProperty("stage").GetString() == "move");

        var page = await client.GetStringAsync(At("/jobs"));

        page.ShouldContain($"<a href=\"/jobs/{job}\">Good &lt;b&gt;morning&lt;/b&gt;</a>");
        page.ShouldContain("Shaping the mouth");
        page.ShouldContain(">Ada</a>");
        (await client.GetStringAsync(At("/jobs?state=failed"))).ShouldContain("No job stands so");
        (await client.GetStringAsync(At("/jobs?state=succeeded"))).ShouldNotContain(job);

        using var form = await PagesTests.FieldsAsync(client, "/jobs", ("id", job));
        (await PagesTests.RedirectAsync(await client.PostAsync(At("/jobs?handler=Cancel&state=running"), form))).ShouldBe("/jobs?state=running");
        await ServiceHost.WaitAsync(client, job, "cancelled");
        using var again = await client.PostAsync(At("/jobs?handler=Cancel"), form);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await again.Content.ReadAsStringAsync()).ShouldContain("The job has ended already");

        Pipeline.Gate = (_, _) => Task.CompletedTask;
        (await PagesTests.RedirectAsync(await client.PostAsync(At("/jobs?handler=Retry"), form))).ShouldBe("/jobs");
        await ServiceHost.WaitAsync(client, job, "succeeded");
        var own = await client.GetStringAsync(At($"/jobs/{job}"));
        own.ShouldContain($"href=\"/videos/{video}\">See the result</a>");
        own.ShouldContain("attempt 1", customMessage: "its log is shown");
    }

    [Fact]
    public async Task Jobs_MoreThanAPage_AreReachedByTheLink()
    {
        await using var host = Host(("Ruying:VideoWorkers", "0"));
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        for (var i = 0; i < 25; i++)
        {
            await VideoAsync(client, avatar, $"Number {i:D2}");
        }

        var page = await client.GetStringAsync(At("/jobs"));

        page.ShouldContain("Number 24");
        page.ShouldNotContain(">Ada</a>");
        var older = WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(page, "class=\"older\"><a class=\"button\" href=\"([^\"]*)\"").Groups[1].Value);
        (await client.GetStringAsync(At(older))).ShouldContain(">Ada</a>");
    }

    [Fact]
    public async Task Job_OfAnother_IsNotThere()
    {
        await using var host = Host();
        using var ada = await host.BearerAsync("ada", "read,write");
        using var bob = await host.BearerAsync("bob", "read,write");
        var avatar = await ServiceHost.MakeAvatarAsync(ada);
        var (_, job) = await VideoAsync(ada, avatar, "Hello");

        (await bob.GetAsync(At($"/jobs/{job}"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bob.GetAsync(At($"/api/v1/jobs/{job}/frame.jpg"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bob.GetStringAsync(At("/jobs"))).ShouldNotContain(job);
    }

    [Fact]
    public async Task Frame_WhileRendering_IsTheOneRenderedLast()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        Pipeline.Gate = (stage, token) => stage == "move" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        var (_, job) = await VideoAsync(client, avatar, "Hello");
        await ServiceHost.WaitAsync(client, job, j => j.GetProperty("stage").GetString() == "move");
        (await client.GetAsync(At($"/api/v1/jobs/{job}/frame.jpg"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var folder = Directory.CreateDirectory(Path.Combine(Folder, "work", job, "stages", "video-1")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "latest.jpg"), [1, 2, 3]);

        using var frame = await client.GetAsync(At($"/api/v1/jobs/{job}/frame.jpg"));
        frame.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        frame.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await frame.Content.ReadAsByteArrayAsync()).ShouldBe([1, 2, 3]);
        (await client.PostAsync(At($"/api/v1/jobs/{job}/cancel"), null)).EnsureSuccessStatusCode();
        await ServiceHost.WaitAsync(client, job, "cancelled");
        (await client.GetAsync(At($"/api/v1/jobs/{job}/frame.jpg"))).StatusCode.ShouldBe(HttpStatusCode.NoContent, "what stopped shows nothing");
    }

    internal static async Task<(string Id, string Job)> VideoAsync(HttpClient client, string avatar, string text)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text });
        return await ServiceHost.AcceptedAsync(response);
    }
}
