using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ruying.Api.Previews;
using Ruying.Pipeline;
using Ruying.Pipeline.Videos;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class VideoPreviewTests : ServiceTest
{
    [Fact]
    public async Task Preview_OfAText_AsksForTheBeginningOfTheVideoAndIsNoVideo()
    {
        await using var host = Host(("Ruying:Previews:Seconds", "2.5"), ("Ruying:Previews:ShortSide", "240"));
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var request = new { avatarId = avatar, text = "Hello, world", voice = "en-gb", captions = "vtt", burnCaptions = true, label = false, rate = 1.5 };
        var (id, job) = await PreviewAsync(client, request);
        var preview = await client.GetFromJsonAsync<JsonElement>($"/api/v1/previews/{id}?wait=30");
        preview.GetProperty("state").GetString().ShouldBe("ready");
        (preview.GetProperty("job").GetProperty("id").GetString(), preview.GetProperty("job").GetProperty("kind").GetString()).ShouldBe((job, "preview"));
        (preview.GetProperty("expiresAt").GetDateTimeOffset() - preview.GetProperty("job").GetProperty("finishedAt").GetDateTimeOffset()).ShouldBe(TimeSpan.FromHours(1));

        using var ask = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/previews/{id}/file") { Headers = { Range = new RangeHeaderValue(100, 199) } };
        using var part = await client.SendAsync(ask);
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await part.Content.ReadAsByteArrayAsync()).ShouldBe(Pipeline.Video[100..200]);
        (await client.GetStringAsync(At($"/api/v1/previews/{id}/captions.vtt"))).ShouldBe("captions.vtt");

        // Word for word the video's request, but for how much of it.
        var (_, whole) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", request));
        await ServiceHost.WaitAsync(client, whole, "succeeded");
        var asked = Pipeline.Requests.ToList();
        asked[0].Preview.ShouldBe(new PreviewOptions { Seconds = 2.5, ShortSide = 240 });
        JsonSerializer.Serialize(asked[0] with { Preview = null }).ShouldBe(JsonSerializer.Serialize(asked[1]));

        (await client.GetFromJsonAsync<JsonElement>("/api/v1/videos")).GetProperty("items").GetArrayLength().ShouldBe(1);
        await ServiceHost.ProblemAsync(await client.GetAsync(At($"/api/v1/videos/{id}")), HttpStatusCode.NotFound, "video.unknown");
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/usage")).GetProperty("videos").GetInt32().ShouldBe(1);
        await GoneAsync("work");
    }

    [Fact]
    public async Task Preview_WhileALongVideoRenders_DoesNotWait()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        Pipeline.Gate = (_, token) => Pipeline.Requests.Last().Preview is null ? go.Task.WaitAsync(token) : Task.CompletedTask;
        var (_, video) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Long" }));
        await ServiceHost.WaitAsync(client, video, "running");
        var (_, job) = await PreviewAsync(client, new { avatarId = avatar, text = "Hello" });
        await ServiceHost.WaitAsync(client, job, "succeeded");
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{video}")).GetProperty("state").GetString().ShouldBe("running");
        go.SetResult();
        await ServiceHost.WaitAsync(client, video, "succeeded");
    }

    [Fact]
    public async Task Preview_OfFiles_TakesThemAndLeavesUploadsForTheVideo()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var form = new MultipartFormDataContent { { new StringContent(avatar), "avatarId" }, { new ByteArrayContent([9, 9]), "audio", "voice.wav" } };
        var (sent, sentJob) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/previews/video"), form));
        await ServiceHost.WaitAsync(client, sentJob, "succeeded");
        Pipeline.Requests.Last().AudioPath.ShouldBe(Path.Combine(Folder, "uploads", sent, "footage"));

        using var file = new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "file", "a.wav" } };
        var upload = (await (await client.PostAsync(At("/api/v1/uploads"), file)).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        var (_, job) = await PreviewAsync(client, new { avatarId = avatar, audioUpload = upload });
        await ServiceHost.WaitAsync(client, job, "succeeded");
        var (_, video) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, audioUpload = upload }));
        await ServiceHost.WaitAsync(client, video, "succeeded");
        await GoneAsync("uploads");

        await ServiceHost.ProblemAsync(await client.PostAsJsonAsync("/api/v1/previews/video", new { avatarId = avatar, audioUpload = upload }), HttpStatusCode.NotFound, "upload.unknown");
    }

    [Fact]
    public async Task Preview_ThatTheVideoWouldBeRefused_IsRefusedWithTheSameCode()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        await RefusedAsync(new { text = "Hello" }, HttpStatusCode.NotFound, "avatar.unknown");
        await RefusedAsync(new { avatarId = avatar }, HttpStatusCode.UnprocessableEntity, "script.empty");
        await RefusedAsync(new { avatarId = avatar, text = "Hello", lead = 11 }, HttpStatusCode.UnprocessableEntity, "sound.option_out_of_range");
        await RefusedAsync(new { avatarId = avatar, text = "Hello", device = "cuda" }, HttpStatusCode.Conflict, "device.none");
        (await client.PostAsJsonAsync($"/api/v1/avatars/{avatar}/consent/revoke", new { })).EnsureSuccessStatusCode();
        await RefusedAsync(new { avatarId = avatar, text = "Hello" }, HttpStatusCode.Conflict, "consent.revoked");
        Pipeline.Requests.ShouldBeEmpty();

        async Task RefusedAsync(object body, HttpStatusCode status, string code) =>
            await ServiceHost.ProblemAsync(await client.PostAsJsonAsync("/api/v1/previews/video", body), status, code);
    }

    [Fact]
    public async Task Sweep_AfterAnHour_RemovesWhatWasMade()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var (old, oldJob) = await PreviewAsync(client, new { avatarId = avatar, text = "Old", captions = "srt" });
        await ServiceHost.WaitAsync(client, oldJob, "succeeded");
        Pipeline.Error = new ScriptException("voice.unknown", "No voice.");
        var (failed, failedJob) = await PreviewAsync(client, new { avatarId = avatar, text = "Failed" });
        await ServiceHost.WaitAsync(client, failedJob, "failed");
        Pipeline.Error = null;
        ExecuteSql($"UPDATE jobs SET FinishedAt = FinishedAt - {61 * 60_000} WHERE Kind = 'Preview'");
        var (young, job) = await PreviewAsync(client, new { avatarId = avatar, text = "Young" });
        await ServiceHost.WaitAsync(client, job, "succeeded");
        await ServiceHost.ProblemAsync(await client.GetAsync(At($"/api/v1/previews/{old}")), HttpStatusCode.NotFound, "preview.unknown");
        await ServiceHost.ProblemAsync(await client.GetAsync(At($"/api/v1/previews/{failed}/file")), HttpStatusCode.NotFound, "preview.unknown");

        (await host.Services.GetRequiredService<PreviewService>().SweepAsync(default)).ShouldBe(2);

        Files("videos").Select(Path.GetFileName).ShouldBe([young + ".mp4"]);
        await GoneAsync("work");
        (await client.GetAsync(At($"/api/v1/jobs/{oldJob}"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync(At($"/api/v1/previews/{young}/file"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Services.GetRequiredService<PreviewService>().SweepAsync(default)).ShouldBe(0);
    }

    [Fact]
    public async Task Delete_PreviewThatIsBeingMade_CancelsAndRemovesIt()
    {
        Pipeline.Gate = (stage, token) => stage == "render" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var (id, job) = await PreviewAsync(client, new { avatarId = avatar, text = "Hello" });
        await ServiceHost.WaitAsync(client, job, j => j.GetProperty("stage").GetString() == "render");
        await ServiceHost.ProblemAsync(await client.GetAsync(At($"/api/v1/previews/{id}/file")), HttpStatusCode.Conflict, "preview.not_ready");
        await ServiceHost.ProblemAsync(await client.DeleteAsync(At($"/api/v1/avatars/{avatar}")), HttpStatusCode.Conflict, "avatar.busy");

        (await client.DeleteAsync(At($"/api/v1/previews/{id}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await ServiceHost.ProblemAsync(await client.GetAsync(At($"/api/v1/previews/{id}")), HttpStatusCode.NotFound, "preview.unknown");
        await GoneAsync("work");
        await ShouldBecomeEmptyAsync("videos");
        (await client.DeleteAsync(At($"/api/v1/avatars/{avatar}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Avatar_ThatGoes_TakesItsPreviewsWithIt()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var (id, job) = await PreviewAsync(client, new { avatarId = avatar, text = "Hello" });
        await ServiceHost.WaitAsync(client, job, "succeeded");
        (await client.DeleteAsync(At($"/api/v1/avatars/{avatar}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ShouldBecomeEmptyAsync("videos");
        await ServiceHost.ProblemAsync(await client.GetAsync(At($"/api/v1/previews/{id}")), HttpStatusCode.NotFound, "preview.unknown");
        (await client.GetAsync(At($"/api/v1/jobs/{job}"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Revoke_WhileAPreviewIsMade_CancelsIt()
    {
        Pipeline.Gate = (stage, token) => stage == "render" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var (_, job) = await PreviewAsync(client, new { avatarId = avatar, text = "Hello" });
        await ServiceHost.WaitAsync(client, job, j => j.GetProperty("stage").GetString() == "render");
        (await client.PostAsJsonAsync($"/api/v1/avatars/{avatar}/consent/revoke", new { })).EnsureSuccessStatusCode();
        await ServiceHost.WaitAsync(client, job, "cancelled");
    }

    [Fact]
    public async Task Previews_OfTwoOwners_AreTheirOwn()
    {
        await using var host = Host();
        using var ada = await host.BearerAsync("ada", "write");
        using var bob = await host.BearerAsync("bob", "write");
        var avatar = await ServiceHost.MakeAvatarAsync(ada);
        var (id, job) = await PreviewAsync(ada, new { avatarId = avatar, text = "Hello" });
        await ServiceHost.WaitAsync(ada, job, "succeeded");
        await ServiceHost.ProblemAsync(await bob.GetAsync(At($"/api/v1/previews/{id}")), HttpStatusCode.NotFound, "preview.unknown");
        await ServiceHost.ProblemAsync(await bob.GetAsync(At($"/api/v1/previews/{id}/file")), HttpStatusCode.NotFound, "preview.unknown");
        await ServiceHost.ProblemAsync(await bob.DeleteAsync(At($"/api/v1/previews/{id}")), HttpStatusCode.NotFound, "preview.unknown");
        await ServiceHost.ProblemAsync(await bob.PostAsJsonAsync("/api/v1/previews/video", new { avatarId = avatar, text = "Hello" }), HttpStatusCode.NotFound, "avatar.unknown");
    }

    private static async Task<(string Id, string Job)> PreviewAsync(HttpClient client, object request) =>
        await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/previews/video", request));

    // A job's folders go after it has ended.
    private async Task GoneAsync(string below)
    {
        await Eventually.SoAsync(() => Files(below).Length == 0);
        Files(below).ShouldBeEmpty();
    }
}
