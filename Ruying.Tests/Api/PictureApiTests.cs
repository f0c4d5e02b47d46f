using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Ruying.Client;
using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Pictures;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

/// <summary>Backgrounds, shapes, sizes and formats on their way through the service.</summary>
public sealed class PictureApiTests : ServiceTest
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 4, 5, 6];

    [Fact]
    public async Task Create_TransparentUpright_IsAWebMAndServedAsOne()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var (id, job) = await CreateAsync(client, new { avatarId = avatar, text = "Hello", background = "transparent", aspect = "9:16", resolution = 720, captions = "vtt" });
        await ServiceHost.WaitAsync(client, job, "succeeded");

        Pipeline.Requests.ShouldHaveSingleItem().Picture.ShouldBe(new PictureOptions
        {
            Background = new Background { Kind = BackgroundKind.Transparent }, Aspect = Aspect.Upright, Resolution = 720, Format = VideoFormat.WebM,
        });
        var video = await client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{id}");
        (Text(video, "background"), Text(video, "aspect"), video.GetProperty("resolution").GetInt32(), Text(video, "format")).ShouldBe(("transparent", "9:16", 720, "webm"));
        Files("videos").Select(Path.GetFileName).ShouldBe([id + ".webm", id + ".vtt"], ignoreOrder: true);

        using var ask = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/videos/{id}/file") { Headers = { Range = new RangeHeaderValue(100, 199) } };
        using var part = await client.SendAsync(ask);
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        part.Content.Headers.ContentType!.MediaType.ShouldBe("video/webm");
        part.Content.Headers.ContentDisposition!.FileName.ShouldBe("Ada-Hello.webm");
        (await part.Content.ReadAsByteArrayAsync()).ShouldBe(Pipeline.Video[100..200]);
        (await client.GetStringAsync(At($"/api/v1/videos/{id}/captions.vtt"))).ShouldBe("captions.vtt");

        using var share = await client.PostAsJsonAsync($"/api/v1/videos/{id}/shares", new { });
        var link = new Uri(Text(await share.Content.ReadFromJsonAsync<JsonElement>(), "url")!);
        using var shared = await client.GetAsync(At(link.AbsolutePath + "/video"));
        shared.Content.Headers.ContentType!.MediaType.ShouldBe("video/webm");

        (await client.DeleteAsync(At($"/api/v1/videos/{id}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ShouldBecomeEmptyAsync("videos");
    }

    [Fact]
    public async Task Create_NothingAsked_AsksThePipelineForNothing()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var (id, job) = await CreateAsync(client, new { avatarId = avatar, text = "Hello", background = "original", backgroundColour = "#ffffff", backgroundBlur = 0.3, aspect = "original", format = "mp4" });
        await ServiceHost.WaitAsync(client, job, "succeeded");
        Pipeline.Requests.ShouldHaveSingleItem().Picture.ShouldBeNull("so that what was planned for the same words is found again");
        var video = await client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{id}");
        (Text(video, "background"), Text(video, "backgroundColour"), Text(video, "aspect"), Text(video, "format")).ShouldBe(("original", null, "original", "mp4"));
    }

    [Theory]
    [InlineData("upload")]
    [InlineData("form")]
    public async Task Create_Picture_IsTheVideosAndServesOthersLikeIt(string way)
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var form = new MultipartFormDataContent { { new StringContent(avatar), "avatarId" }, { new StringContent("Hello"), "text" } };
        if (way == "form")
        {
            form.Add(new ByteArrayContent(Jpeg), "backgroundPicture", "../office.jpg");
        }
        else
        {
            form.Add(new StringContent(await UploadAsync(client, Jpeg)), "backgroundUpload");
        }

        var (first, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/videos"), form));
        await ServiceHost.WaitAsync(client, job, "succeeded");
        Pipeline.Pictures.ShouldHaveSingleItem().ShouldBe(Jpeg);
        var video = await client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{first}");
        (Text(video, "background"), Text(video, "backgroundPicture")).ShouldBe(("picture", "office.jpg"));
        await ShouldBecomeEmptyAsync("uploads");

        // The page for another like it names the picture, and the form without scripts takes it.
        var page = await client.GetStringAsync(At($"/avatars/{avatar}/say?like={first}"));
        page.ShouldContain($"name=\"backgroundOf\" value=\"{first}\"");
        page.ShouldContain("office.jpg");
        using var fields = await FieldsAsync(client, $"/avatars/{avatar}/say?like={first}", ("text", "Again"), ("background", "picture"), ("backgroundOf", first), ("avatarId", avatar));
        var second = (await PagesTests.RedirectAsync(await client.PostAsync(At($"/avatars/{avatar}/say"), fields)))["/videos/".Length..];
        await ServiceHost.WaitAsync(client, Text((await client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{second}")).GetProperty("job"), "id")!, "succeeded");
        Pipeline.Pictures.Last().ShouldBe(Jpeg);

        // One that is deleted takes nothing from the other, and leaves nothing.
        (await client.DeleteAsync(At($"/api/v1/videos/{first}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var (third, thirdJob) = await CreateAsync(client, new { avatarId = avatar, text = "Hello", backgroundOf = second });
        await ServiceHost.WaitAsync(client, thirdJob, "succeeded");
        Pipeline.Pictures.Last().ShouldBe(Jpeg);
        await ServiceHost.ProblemAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello", backgroundOf = first }), HttpStatusCode.NotFound, "video.unknown");
        foreach (var id in new[] { second, third })
        {
            (await client.DeleteAsync(At($"/api/v1/videos/{id}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        await ShouldBecomeEmptyAsync("videos");
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Fact]
    public async Task Retry_OfAVideoThatFailed_HasItsPictureStill()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        Pipeline.Error = new EnvironmentException("disk.full", "The disk is full.");
        var (id, job) = await CreateAsync(client, new { avatarId = avatar, text = "Hello", backgroundUpload = await UploadAsync(client, Jpeg) });
        await ServiceHost.WaitAsync(client, job, "failed");

        // Another like one that failed has it too.
        Pipeline.Error = null;
        var (_, like) = await CreateAsync(client, new { avatarId = avatar, text = "Like it", backgroundOf = id });
        await ServiceHost.WaitAsync(client, like, "succeeded");
        (await client.PostAsync(At($"/api/v1/jobs/{job}/retry"), null)).EnsureSuccessStatusCode();
        await ServiceHost.WaitAsync(client, job, "succeeded");
        Pipeline.Pictures.ShouldAllBe(picture => picture.SequenceEqual(Jpeg));
        Pipeline.Pictures.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Preview_OfAPicture_LeavesTheUploadForTheVideo()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var request = new { avatarId = avatar, text = "Hello", backgroundUpload = await UploadAsync(client, Jpeg), format = "webm", aspect = "1:1" };
        var (preview, job) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/previews/video", request));
        await ServiceHost.WaitAsync(client, job, "succeeded");
        var (_, video) = await CreateAsync(client, request);
        await ServiceHost.WaitAsync(client, video, "succeeded");
        Pipeline.Pictures.Select(picture => picture.SequenceEqual(Jpeg)).ShouldBe([true, true]);
        var (seen, made) = (Pipeline.Requests.First().Picture!, Pipeline.Requests.Last().Picture!);
        (seen.Aspect, seen.Format, made.Format).ShouldBe((Aspect.Square, VideoFormat.Mp4, VideoFormat.WebM), "what need not be WebM is seen sooner as MP4");

        using var file = await client.GetAsync(At($"/api/v1/previews/{preview}/file"));
        file.Content.Headers.ContentType!.MediaType.ShouldBe("video/mp4");
        var (clear, clearJob) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/previews/video", new { avatarId = avatar, text = "Hello", background = "transparent" }));
        await ServiceHost.WaitAsync(client, clearJob, "succeeded");
        using var webM = await client.GetAsync(At($"/api/v1/previews/{clear}/file"));
        webM.Content.Headers.ContentType!.MediaType.ShouldBe("video/webm");
        foreach (var id in new[] { preview, clear })
        {
            (await client.DeleteAsync(At($"/api/v1/previews/{id}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        Files("videos").Length.ShouldBe(2, "the video and its background's picture");
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Theory]
    [InlineData("""{"background":"sky"}""", "picture.option_out_of_range")]
    [InlineData("""{"background":"colour"}""", "picture.option_out_of_range")]
    [InlineData("""{"background":"colour","backgroundColour":"red"}""", "picture.option_out_of_range")]
    [InlineData("""{"background":"blur","backgroundBlur":2}""", "picture.option_out_of_range")]
    [InlineData("""{"aspect":"2:1"}""", "picture.option_out_of_range")]
    [InlineData("""{"resolution":500}""", "picture.option_out_of_range")]
    [InlineData("""{"format":"avi"}""", "picture.option_out_of_range")]
    [InlineData("""{"background":"transparent","format":"mp4"}""", "picture.needs_webm")]
    [InlineData("""{"background":"picture"}""", "picture.missing")]
    public async Task Create_PictureThatCannotBeHad_IsRefusedEverywhere(string options, string code)
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var request = JsonSerializer.Deserialize<Dictionary<string, object>>(options)!;
        (request["avatarId"], request["text"]) = (avatar, "Hello");
        foreach (var address in new[] { "videos", "previews/video" })
        {
            await ServiceHost.ProblemAsync(await client.PostAsJsonAsync("/api/v1/" + address, request), HttpStatusCode.UnprocessableEntity, code);
        }

        // A draft keeps it, wrong as it is.
        using var draft = await client.PostAsJsonAsync("/api/v1/drafts", new { video = request });
        draft.StatusCode.ShouldBe(HttpStatusCode.Created);
        await ServiceHost.ProblemAsync(await client.PostAsync(At(draft.Headers.Location + "/video"), null), HttpStatusCode.UnprocessableEntity, code);
        (await client.GetFromJsonAsync<JsonElement>(draft.Headers.Location!.ToString())).GetProperty("video").ToString().ShouldContain(options[1..].Split(',', '}')[0]);
        Pipeline.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Create_FileThatIsNoPicture_IsToldAtOnceAndTheUploadStays()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var upload = await UploadAsync(client, [1, 2, 3]);
        await ServiceHost.ProblemAsync(
            await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello", backgroundUpload = upload }), HttpStatusCode.UnprocessableEntity, "picture.not_an_image");
        Files("uploads").Select(Path.GetFileName).ShouldBe([upload]);
        using var form = new MultipartFormDataContent { { new StringContent(avatar), "avatarId" }, { new StringContent("Hello"), "text" }, { new ByteArrayContent([1, 2, 3]), "backgroundPicture", "a.png" } };
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/previews/video"), form), HttpStatusCode.UnprocessableEntity, "picture.not_an_image");
        (await client.DeleteAsync(At($"/api/v1/uploads/{upload}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Fact]
    public async Task Create_UploadBesideAnotherBackground_IsNotUsed()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var upload = await UploadAsync(client, Jpeg);
        var (id, job) = await CreateAsync(client, new { avatarId = avatar, text = "Hello", background = "blur", backgroundBlur = 0.8, backgroundUpload = upload });
        await ServiceHost.WaitAsync(client, job, "succeeded");
        Pipeline.Requests.ShouldHaveSingleItem().Picture!.Background.ShouldBe(new Background { Kind = BackgroundKind.Blur, Strength = 0.8 });
        (await client.GetAsync(At($"/api/v1/uploads/{upload}"))).StatusCode.ShouldBe(HttpStatusCode.OK, "it is there for another video");
        Text(await client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{id}"), "backgroundPicture").ShouldBeNull();
    }

    [Fact]
    public async Task Batch_BeforeThePictureOfAVideo_GivesEachItsOwn()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var (first, job) = await CreateAsync(client, new { avatarId = avatar, text = "Hello", backgroundUpload = await UploadAsync(client, Jpeg) });
        await ServiceHost.WaitAsync(client, job, "succeeded");
        var rows = new[] { new { name = "Ada" }, new { name = "Bo" } };
        using var batch = await client.PostAsJsonAsync("/api/v1/videos/batch", new { video = new { avatarId = avatar, text = "Hi {name}", backgroundOf = first, aspect = "4:5" }, rows });
        batch.StatusCode.ShouldBe(HttpStatusCode.Accepted, await batch.Content.ReadAsStringAsync());
        foreach (var made in (await batch.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("videos").EnumerateArray())
        {
            await ServiceHost.WaitAsync(client, Text(made, "jobId")!, "succeeded");
        }

        Pipeline.Pictures.Count.ShouldBe(3);
        Pipeline.Requests.Skip(1).ShouldAllBe(request => request.Picture!.Aspect == Aspect.Portrait);
        await ShouldBecomeEmptyAsync("uploads");
        using var bad = await client.PostAsJsonAsync("/api/v1/videos/batch", new { video = new { avatarId = avatar, text = "Hi {who}", backgroundOf = first }, rows });
        await ServiceHost.ProblemAsync(bad, HttpStatusCode.UnprocessableEntity, "batch.invalid");
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Fact]
    public async Task Pictures_OfAnotherOwner_CannotBeTaken()
    {
        await using var host = Host();
        using var ada = await host.BearerAsync("ada", "write");
        using var bob = await host.BearerAsync("bob", "write");
        var (hers, his) = (await ServiceHost.MakeAvatarAsync(ada), await ServiceHost.MakeAvatarAsync(bob));
        var (video, job) = await CreateAsync(ada, new { avatarId = hers, text = "Hello", backgroundUpload = await UploadAsync(ada, Jpeg) });
        await ServiceHost.WaitAsync(ada, job, "succeeded");
        await ServiceHost.ProblemAsync(await bob.PostAsJsonAsync("/api/v1/videos", new { avatarId = his, text = "Hello", backgroundOf = video }), HttpStatusCode.NotFound, "video.unknown");
    }

    [Fact]
    public async Task Form_OfADraft_HasThePictureAndWhatBelongsToIt()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var upload = await UploadAsync(client, Jpeg);
        using var created = await client.PostAsJsonAsync("/api/v1/drafts", new { video = new { avatarId = avatar, text = "Hi", background = "picture", backgroundUpload = upload, backgroundColour = "#0a3d62", aspect = "9:16", resolution = 480, format = "webm" } });
        var draft = Text(await created.Content.ReadFromJsonAsync<JsonElement>(), "id");
        var page = await client.GetStringAsync(At($"/avatars/{avatar}/say?draft={draft}"));
        page.ShouldContain("<option value=\"picture\" selected=\"selected\">");
        page.ShouldContain($"name=\"backgroundUpload\" value=\"{upload}\"");
        page.ShouldContain("office.jpg");
        page.ShouldContain("name=\"backgroundColour\" value=\"#0a3d62\"");
        page.ShouldContain("<option value=\"9:16\" selected=\"selected\">");
        page.ShouldContain("<option value=\"480\" selected=\"selected\">");
        page.ShouldContain("<option value=\"webm\" selected=\"selected\">");

        // What has expired meanwhile is not asked for again.
        (await client.DeleteAsync(At($"/api/v1/uploads/{upload}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.GetStringAsync(At($"/avatars/{avatar}/say?draft={draft}"))).ShouldNotContain(upload);
    }

    [Fact]
    public async Task Form_WithoutScripts_SendsThePictureAndIsToldWhatIsWrong()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var address = $"/avatars/{avatar}/say";
        using var wrong = await FieldsAsync(client, address, ("text", "Hello"), ("background", "transparent"), ("format", "mp4"), ("avatarId", avatar));
        using var refused = await client.PostAsync(At(address), wrong);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await refused.Content.ReadAsStringAsync();
        page.ShouldContain("MP4 has no transparency");
        page.ShouldContain(">Hello</textarea>");

        using var right = await FieldsAsync(client, address, ("text", "Hello"), ("background", "picture"), ("aspect", "1:1"), ("resolution", ""), ("format", ""), ("avatarId", avatar));
        right.Add(new ByteArrayContent(Jpeg), "backgroundPicture", "office.jpg");
        await PagesTests.RedirectAsync(await client.PostAsync(At(address), right));
        await Eventually.SoAsync(() => Pipeline.Pictures.Count == 1);
        Pipeline.Pictures.ShouldHaveSingleItem().ShouldBe(Jpeg);
    }

    [Fact]
    public async Task Client_PictureOptions_GoAndComeBack()
    {
        await using var host = Host();
        using var http = host.Client();
        var ruying = new RuyingClient(http);
        var avatar = await ServiceHost.MakeAvatarAsync(http);
        using var picture = new MemoryStream(Jpeg);
        var upload = await ruying.Uploads.SendAsync(picture, "office.jpg");
        var created = await ruying.Videos.CreateAsync(new VideoOptions { AvatarId = avatar, Text = "Hello", BackgroundUpload = upload, Aspect = "16:9", Resolution = 1080, Format = "webm" });
        await ruying.Jobs.WaitAsync(created.JobId);
        var video = await ruying.Videos.GetAsync(created.Id);
        (video.Background, video.BackgroundPicture, video.Aspect, video.Resolution, video.Format).ShouldBe(("picture", "office.jpg", "16:9", 1080, "webm"));
        var coloured = await ruying.Previews.CreateAsync(new VideoOptions { AvatarId = avatar, Text = "Hello", Background = "colour", BackgroundColour = "#00ff00" });
        (await ruying.Previews.GetAsync(coloured.Id, TimeSpan.FromSeconds(30))).Format.ShouldBe("mp4");
        Pipeline.Requests.Last().Picture!.Background.Colour.ShouldBe("#00ff00");
    }

    private static async Task<MultipartFormDataContent> FieldsAsync(HttpClient client, string page, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent { { new StringContent(await PagesTests.TokenAsync(client, page)), "__RequestVerificationToken" } };
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        return form;
    }

    private static string? Text(JsonElement element, string property) => element.GetProperty(property).GetString();

    private static async Task<(string Id, string Job)> CreateAsync(HttpClient client, object request) =>
        await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", request));

    private static async Task<string> UploadAsync(HttpClient client, byte[] bytes)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", "office.jpg" } };
        using var response = await client.PostAsync(At("/api/v1/uploads"), form);
        return Text(await response.Content.ReadFromJsonAsync<JsonElement>(), "id")!;
    }
}
