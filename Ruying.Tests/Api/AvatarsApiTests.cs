using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ruying.Pipeline;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class AvatarsApiTests : ServiceTest
{
    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Create_WithTheStudioSwitch_TunesOnlyIfItIsOn(string studio, bool tuned)
    {
        await using var host = Host();
        using var client = host.Client();
        using var form = ServiceHost.Footage();
        form.Add(new StringContent(studio), "studio");
        using var response = await client.PostAsync(At("/api/v1/avatars"), form);
        var (id, job) = await ServiceHost.AcceptedAsync(response);

        await ServiceHost.WaitAsync(client, job, "succeeded");

        Pipeline.Worked.Contains("tune").ShouldBe(tuned);
        var avatar = await client.GetFromJsonAsync<JsonElement>($"/api/v1/avatars/{id}");
        avatar.GetProperty("studio").GetBoolean().ShouldBe(tuned);
        avatar.GetProperty("job").GetProperty("kind").GetString().ShouldBe(tuned ? "studioAvatar" : "avatar");
    }

    [Fact]
    public async Task Create_WithAnotherWordForStudio_IsRefused()
    {
        await using var host = Host();
        using var client = host.Client();
        using var form = ServiceHost.Footage();
        form.Add(new StringContent("perhaps"), "studio");

        using var response = await client.PostAsync(At("/api/v1/avatars"), form);

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await response.Content.ReadAsStringAsync()).ShouldContain("avatar.studio");
        await WaitForEmptyAsync("uploads");
    }

    [Fact]
    public async Task Create_Footage_BuildsAndPublishes()
    {
        await using var host = Host();
        using var client = host.Client();
        var id = await ServiceHost.MakeAvatarAsync(client);

        var avatar = await client.GetFromJsonAsync<JsonElement>($"/api/v1/avatars/{id}");
        avatar.GetProperty("state").GetString().ShouldBe("ready");
        avatar.GetProperty("name").GetString().ShouldBe("Ada");
        avatar.GetProperty("consent").GetString()!.ShouldEndWith("Ada agreed");
        avatar.GetProperty("footage").GetString().ShouldBe("clip.mp4");
        avatar.GetProperty("job").GetProperty("percent").GetInt32().ShouldBe(100);
        File.Exists(Path.Combine(Folder, "avatars", id, "package", "avatar.json")).ShouldBeTrue();

        (await client.GetStringAsync(At($"/api/v1/avatars/{id}/poster.jpg"))).ShouldBe("a picture");
        (await client.GetStringAsync(At("/"))).ShouldContain($"/api/v1/avatars/{id}/poster.jpg");
        (await client.GetStringAsync(At($"/api/v1/avatars/{id}/report"))).ShouldContain("findings");
        using var report = await client.GetAsync(At($"/api/v1/avatars/{id}/report.html"));
        (await report.Content.ReadAsStringAsync()).ShouldBe(Pipeline.Report);
        report.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldContain("sandbox");

        var list = await client.GetFromJsonAsync<JsonElement>("/api/v1/avatars");
        list.GetProperty("items").GetArrayLength().ShouldBe(1);
        await WaitForEmptyAsync("work");
        await WaitForEmptyAsync("uploads");
    }

    [Fact]
    public async Task Create_UsersError_FailsWithCodeAndKeepsReport()
    {
        Pipeline.Error = new FootageException("face.none", "No face was found; film the person from the front.");
        await using var host = Host();
        using var client = host.Client();
        using var form = ServiceHost.Footage();
        var (id, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));

        var failed = await ServiceHost.WaitAsync(client, job, "failed");
        failed.GetProperty("error").GetProperty("code").GetString().ShouldBe("face.none");
        failed.GetProperty("error").GetProperty("message").GetString()!.ShouldStartWith("No face");
        (await client.GetStringAsync(At($"/api/v1/avatars/{id}/report.html"))).ShouldBe(Pipeline.Report);
        Directory.Exists(Path.Combine(Folder, "avatars", id, "package")).ShouldBeFalse();

        var page = await client.GetStringAsync(At($"/avatars/{id}"));
        page.ShouldContain("No face was found");
        page.ShouldContain("face.none");

        using var video = await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = id, text = "Hello" });
        await ServiceHost.ProblemAsync(video, HttpStatusCode.Conflict, "avatar.not_ready");
    }

    [Fact]
    public async Task Create_OurError_FailsAsInternalWithoutDetails()
    {
        Pipeline.Error = new InvalidOperationException("secret of the house");
        await using var host = Host();
        using var client = host.Client();
        using var form = ServiceHost.Footage();
        var (_, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));

        var failed = await ServiceHost.WaitAsync(client, job, "failed");
        failed.GetProperty("error").GetProperty("code").GetString().ShouldBe("internal");
        failed.GetProperty("error").GetProperty("message").GetString()!.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Delete_Ready_RemovesRowsAndFiles()
    {
        await using var host = Host();
        using var client = host.Client();
        var id = await ServiceHost.MakeAvatarAsync(client);
        using var created = await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = id, text = "Hello" });
        var (video, job) = await ServiceHost.AcceptedAsync(created);
        await ServiceHost.WaitAsync(client, job, "succeeded");

        using var deleted = await client.DeleteAsync(At($"/api/v1/avatars/{id}"));

        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ServiceHost.ProblemAsync(await client.GetAsync(At($"/api/v1/avatars/{id}")), HttpStatusCode.NotFound, "avatar.unknown");
        await ServiceHost.ProblemAsync(await client.GetAsync(At($"/api/v1/videos/{video}")), HttpStatusCode.NotFound, "video.unknown");
        await ServiceHost.ProblemAsync(await client.GetAsync(At($"/api/v1/jobs/{job}")), HttpStatusCode.NotFound, "job.unknown");
        await ServiceHost.ProblemAsync(await client.DeleteAsync(At($"/api/v1/avatars/{id}")), HttpStatusCode.NotFound, "avatar.unknown");
        await ShouldBecomeEmptyAsync("avatars");
        await ShouldBecomeEmptyAsync("videos");
    }

    [Fact]
    public async Task List_SmallLimit_PagesThroughAll()
    {
        await using var host = Host();
        using var client = host.Client();
        var made = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            made.Add(await ServiceHost.MakeAvatarAsync(client));
        }

        var first = await client.GetFromJsonAsync<JsonElement>("/api/v1/avatars?limit=2");
        var second = await client.GetFromJsonAsync<JsonElement>($"/api/v1/avatars?limit=2&before={first.GetProperty("next").GetString()}");

        first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray())
            .Select(a => a.GetProperty("id").GetString()).ShouldBe(Enumerable.Reverse(made));
        second.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private async Task WaitForEmptyAsync(string below)
    {
        // Cleared just after the row says that the job is done.
        await Eventually.SoAsync(() => Files(below).Length == 0);

        Files(below).ShouldBeEmpty();
    }
}
