using Ruying.Api.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.EntityFrameworkCore;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Ruying.Pipeline;
using Ruying.Pipeline.Captions;
using Ruying.Pipeline.Sound;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class VideosApiTests : ServiceTest
{
    [Fact]
    public async Task Create_Text_RendersAndServesRanges()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var created = await client.PostAsJsonAsync(
            "/api/v1/videos", new { avatarId = avatar, text = "Hello, world", language = "en", voice = "en-gb", rate = 1.5, pitch = -2, volume = 0.5, expressiveness = 1.25, label = false });
        var (id, job) = await ServiceHost.AcceptedAsync(created);
        await ServiceHost.WaitAsync(client, job, "succeeded");

        var request = Pipeline.Requests.ShouldHaveSingleItem();
        (request.Text, request.Voice, request.Rate, request.Pitch, request.Volume, request.Expressiveness, request.Label).ShouldBe(("Hello, world", "en-gb", 1.5, -2, 0.5, 1.25, false));
        var video = await client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{id}");
        video.GetProperty("state").GetString().ShouldBe("ready");
        video.GetProperty("seconds").GetDouble().ShouldBe(2);
        video.GetProperty("expressiveness").GetDouble().ShouldBe(1.25);

        using var whole = await client.GetAsync(At($"/api/v1/videos/{id}/file"));
        whole.Content.Headers.ContentType!.MediaType.ShouldBe("video/mp4");
        whole.Content.Headers.ContentDisposition!.FileName.ShouldBe("Ada-Hello-world.mp4");
        (await whole.Content.ReadAsByteArrayAsync()).ShouldBe(Pipeline.Video);

        using var ask = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/videos/{id}/file") { Headers = { Range = new RangeHeaderValue(100, 199) } };
        using var part = await client.SendAsync(ask);
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await part.Content.ReadAsByteArrayAsync()).ShouldBe(Pipeline.Video[100..200]);
    }

    [Fact]
    public async Task Create_Recording_GoesToThePipelineFromDisk()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);

        // As avatars are that were built before consent was asked for.
        await using (var db = await host.Services.GetRequiredService<IDbContextFactory<RuyingDb>>().CreateDbContextAsync())
        {
            await db.Avatars.ExecuteUpdateAsync(set => set.SetProperty(a => a.Consent, (string?)null));
        }

        using var form = new MultipartFormDataContent
        {
            { new StringContent(avatar), "avatarId" },
            { new StringContent("false"), "label" },
            { new ByteArrayContent([9, 9, 9]), "audio", "../../etc/voice.wav" },
        };
        var (id, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/videos"), form));
        await ServiceHost.WaitAsync(client, job, "succeeded");

        var request = Pipeline.Requests.ShouldHaveSingleItem();
        request.Text.ShouldBeNull();
        request.AudioPath.ShouldBe(Path.Combine(Folder, "uploads", id, "footage"));
        request.Label.ShouldBeTrue("an avatar without consent always has the label");
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{id}")).GetProperty("recording").GetString().ShouldBe("voice.wav");
    }

    [Fact]
    public async Task Create_WithCaptionsAndMusic_GivesThemToThePipelineAndServesTheFiles()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(avatar), "avatarId" },
            { new StringContent("Hello, world"), "text" },
            { new StringContent("vtt,SRT"), "captions" },
            { new StringContent("true"), "burnCaptions" },
            { new StringContent("-20.5"), "loudness" },
            { new StringContent("0.5"), "musicVolume" },
            { new ByteArrayContent([1, 2, 3]), "music", "../piece.mp3" },
        };
        var (id, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/videos"), form));
        await ServiceHost.WaitAsync(client, job, "succeeded");

        var request = Pipeline.Requests.ShouldHaveSingleItem();
        request.Captions.ShouldBe(new CaptionOptions { Files = CaptionFormats.Srt | CaptionFormats.Vtt, Burn = true });
        request.Sound.ShouldBe(new SoundOptions { Loudness = -20.5, MusicVolume = 0.5, MusicPath = Path.Combine(Folder, "uploads", id, "music") });
        var video = await client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{id}");
        (video.GetProperty("captions").GetString(), video.GetProperty("music").GetString()).ShouldBe(("srt,vtt", "piece.mp3"));

        using var captions = await client.GetAsync(At($"/api/v1/videos/{id}/captions.vtt"));
        captions.Content.Headers.ContentType!.ToString().ShouldBe("text/vtt; charset=utf-8");
        captions.Content.Headers.ContentDisposition!.FileName.ShouldBe("Ada-Hello-world.vtt");
        (await captions.Content.ReadAsStringAsync()).ShouldBe("captions.vtt");
        (await client.GetStringAsync(At($"/api/v1/videos/{id}/captions.srt"))).ShouldBe("captions.srt");
        await ServiceHost.ProblemAsync(await client.GetAsync(At($"/api/v1/videos/{id}/captions.ass")), HttpStatusCode.NotFound, "captions.unknown");
        (await client.GetStringAsync(At($"/videos/{id}"))).ShouldContain($"/api/v1/videos/{id}/captions.srt");

        Files("videos").Length.ShouldBe(3);
        (await client.DeleteAsync(At($"/api/v1/videos/{id}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ShouldBecomeEmptyAsync("videos");
    }

    [Fact]
    public async Task Create_RecordingWithCaptions_IsRefusedAndKeepsNothing()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(avatar), "avatarId" },
            { new StringContent("srt"), "captions" },
            { new ByteArrayContent([9, 9, 9]), "audio", "voice.wav" },
        };
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/videos"), form), HttpStatusCode.UnprocessableEntity, "captions.no_words");
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Theory]
    [InlineData("""{"avatarId":"ID","text":"a","captions":"txt"}""", 422, "captions.unknown_format")]
    [InlineData("""{"avatarId":"ID","text":"a","loudness":-40}""", 422, "sound.option_out_of_range")]
    [InlineData("""{"avatarId":"ID","text":"a","musicVolume":3}""", 422, "sound.option_out_of_range")]
    [InlineData("""{"avatarId":"ID","text":"  "}""", 422, "script.empty")]
    [InlineData("""{"avatarId":"ID"}""", 422, "script.empty")]
    [InlineData("""{"avatarId":"ID","text":"12345678901"}""", 422, "script.too_long")]
    [InlineData("""{"avatarId":"ID","text":"a","rate":3}""", 422, "speech.option_out_of_range")]
    [InlineData("""{"avatarId":"ID","text":"a","pitch":-13}""", 422, "speech.option_out_of_range")]
    [InlineData("""{"avatarId":"ID","text":"a","expressiveness":1.6}""", 422, "motion.option_out_of_range")]
    [InlineData("""{"avatarId":"ID","text":"a","expressiveness":0.4}""", 422, "motion.option_out_of_range")]
    [InlineData("""{"avatarId":"../../etc","text":"a"}""", 404, "avatar.unknown")]
    [InlineData("""{"text":"a"}""", 404, "avatar.unknown")]
    [InlineData("""{"avatarId":7}""", 400, "request.malformed")]
    [InlineData("""{"avatarId":""", 400, "request.malformed")]
    [InlineData("null", 400, "request.malformed")]
    public async Task Create_BadRequest_ProblemWithCode(string json, int status, string code)
    {
        await using var host = Host(("Ruying:ScriptLimit", "10"));
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var content = new StringContent(json.Replace("ID", avatar, StringComparison.Ordinal), Encoding.UTF8, "application/json");

        using var response = await client.PostAsync(At("/api/v1/videos"), content);

        await ServiceHost.ProblemAsync(response, (HttpStatusCode)status, code);
    }

    [Fact]
    public async Task Create_OtherContent_UnsupportedMediaType()
    {
        await using var host = Host();
        using var client = host.Client();
        using var content = new StringContent("text=a", Encoding.UTF8, "text/plain");
        await ServiceHost.ProblemAsync(
            await client.PostAsync(At("/api/v1/videos"), content), HttpStatusCode.UnsupportedMediaType, "request.media_type");
    }

    [Fact]
    public async Task File_NotReadyThenFailed_Conflict()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        Pipeline.Error = new ScriptException("voice.unknown", "There is no such voice; choose one of the list.");
        using var created = await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "a", voice = "nobody" });
        var (id, job) = await ServiceHost.AcceptedAsync(created);

        var failed = await ServiceHost.WaitAsync(client, job, "failed");

        failed.GetProperty("error").GetProperty("code").GetString().ShouldBe("voice.unknown");
        await ServiceHost.ProblemAsync(await client.GetAsync(At($"/api/v1/videos/{id}/file")), HttpStatusCode.Conflict, "video.not_ready");
        (await client.DeleteAsync(At($"/api/v1/videos/{id}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ServiceHost.ProblemAsync(await client.GetAsync(At($"/api/v1/videos/{id}/file")), HttpStatusCode.NotFound, "video.unknown");
    }

    [Fact]
    public async Task Voices_Language_OnlyThatLanguage()
    {
        await using var host = Host();
        using var client = host.Client();
        var english = await client.GetFromJsonAsync<JsonElement>("/api/v1/voices?language=en");
        english.EnumerateArray().Select(v => v.GetProperty("id").GetString()).ShouldBe(["en-gb", "en-us"]);
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/voices")).GetArrayLength().ShouldBe(4);
    }
}
