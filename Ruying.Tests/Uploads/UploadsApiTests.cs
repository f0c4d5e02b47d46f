using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ruying.Tests.Api;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Uploads;

/// <summary>Uploads of either kind, what is made of them, and whose they are.</summary>
public sealed class UploadsApiTests : TusTest
{
    [Theory]
    [InlineData(true, 5000)]
    [InlineData(false, 5000)]
    [InlineData(true, 70 << 20)]
    [InlineData(false, 70 << 20)]
    public async Task CreateAvatar_OfAnUpload_TakesIt(bool tus, int length)
    {
        var seen = Array.Empty<byte>();
        await using var host = Host();
        Pipeline.Gate = async (_, token) => seen = await File.ReadAllBytesAsync(Directory.GetFiles(Path.Combine(Folder, "uploads"), "footage", SearchOption.AllDirectories).Single(), token);
        using var client = host.Client();
        var bytes = Bytes(length);
        var id = await SendAsync(client, bytes, tus);
        var upload = await client.GetFromJsonAsync<JsonElement>("/api/v1/uploads/" + id);
        upload.GetProperty("state").GetString().ShouldBe("ready");
        (upload.GetProperty("length").GetInt64(), upload.GetProperty("received").GetInt64(), upload.GetProperty("name").GetString()).ShouldBe((length, length, "clip.mp4"));
        upload.GetProperty("expiresAt").GetDateTimeOffset().ShouldBe(TimeProvider.System.GetUtcNow().AddDays(7), TimeSpan.FromMinutes(5));

        using var form = new MultipartFormDataContent { { new StringContent(id), "upload" }, { new StringContent("Ada"), "consentBy" }, { new StringContent("Ada agreed"), "consent" } };
        var (avatar, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        await ServiceHost.WaitAsync(client, job, "succeeded");
        seen.AsSpan().SequenceEqual(bytes).ShouldBeTrue();
        var made = await client.GetFromJsonAsync<JsonElement>($"/api/v1/avatars/{avatar}");
        (made.GetProperty("name").GetString(), made.GetProperty("footage").GetString()).ShouldBe(("clip", "clip.mp4"));
        await ShouldBecomeEmptyAsync("uploads");
        await ServiceHost.ProblemAsync(await client.GetAsync(At("/api/v1/uploads/" + id)), HttpStatusCode.NotFound, "upload.unknown");
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/avatars"), form), HttpStatusCode.NotFound, "upload.unknown");
    }

    [Fact]
    public async Task CreateAvatar_ThatIsRefused_LeavesTheUpload()
    {
        await using var host = Host();
        using var client = host.Client();
        var bytes = Bytes(100);
        var id = await SendFileAsync(client, bytes);
        using var bad = new MultipartFormDataContent { { new StringContent(id), "upload" }, { new StringContent("Ada"), "consentBy" }, { new StringContent("Ada agreed"), "consent" }, { new StringContent(new string('a', 101)), "name" } };
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/avatars"), bad), HttpStatusCode.UnprocessableEntity, "avatar.name_too_long");
        using var both = ServiceHost.Footage();
        both.Add(new StringContent(id), "upload");
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/avatars"), both), HttpStatusCode.UnprocessableEntity, "upload.both");
        (await File.ReadAllBytesAsync(Places(id).Whole)).ShouldBe(bytes);
        Files("uploads").Length.ShouldBe(1);
        using var good = new MultipartFormDataContent { { new StringContent(id), "upload" }, { new StringContent("Ada"), "consentBy" }, { new StringContent("Ada agreed"), "consent" } };
        await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), good));
    }

    [Fact]
    public async Task CreateAvatar_UploadNotWhole_409()
    {
        await using var host = Host();
        using var client = host.Client();
        var address = await CreateAsync(client, 100);
        using var form = new MultipartFormDataContent { { new StringContent(Id(address)), "upload" }, { new StringContent("Ada"), "consentBy" }, { new StringContent("Ada agreed"), "consent" } };
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/avatars"), form), HttpStatusCode.Conflict, "upload.not_finished");
        (await PatchAsync(client, address, 0, Bytes(100))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
    }

    [Fact]
    public async Task CreateAvatar_OneUploadManyTimesAtOnce_IsUsedOnce()
    {
        await using var host = Host();
        using var client = host.Client();
        var id = await SendFileAsync(client, Bytes(100));
        var responses = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            using var form = new MultipartFormDataContent { { new StringContent(id), "upload" }, { new StringContent("Ada"), "consentBy" }, { new StringContent("Ada agreed"), "consent" } };
            return await client.PostAsync(At("/api/v1/avatars"), form);
        }));
        responses.Count(r => r.StatusCode == HttpStatusCode.Accepted).ShouldBe(1);
        responses.ShouldAllBe(r => r.StatusCode == HttpStatusCode.Accepted || r.StatusCode == HttpStatusCode.Conflict || r.StatusCode == HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CreateVideo_OfUploads_TakesRecordingAndMusic(bool json)
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var (voice, music) = (Bytes(700), Bytes(900, seed: 2));
        var (audioUpload, musicUpload) = (await SendFileAsync(client, voice, "says.wav"), await SendFileAsync(client, music, "song.mp3"));
        byte[] sawVoice = [], sawMusic = [];
        Pipeline.Gate = async (_, token) =>
        {
            var folder = Directory.GetDirectories(Path.Combine(Folder, "uploads")).Single();
            (sawVoice, sawMusic) = (await File.ReadAllBytesAsync(Path.Combine(folder, "footage"), token), await File.ReadAllBytesAsync(Path.Combine(folder, "music"), token));
        };
        using var form = new MultipartFormDataContent { { new StringContent(avatar), "avatarId" }, { new StringContent(audioUpload), "audioUpload" }, { new StringContent(musicUpload), "musicUpload" } };
        using var response = json
            ? await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, audioUpload, musicUpload })
            : await client.PostAsync(At("/api/v1/videos"), form);
        var (id, job) = await ServiceHost.AcceptedAsync(response);
        await ServiceHost.WaitAsync(client, job, "succeeded");
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{id}")).GetProperty("recording").GetString().ShouldBe("says.wav");
        sawVoice.ShouldBe(voice);
        sawMusic.ShouldBe(music);
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Fact]
    public async Task CreateVideo_ThatIsRefused_LeavesBothUploads()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var (audioUpload, musicUpload) = (await SendFileAsync(client, Bytes(700)), await SendFileAsync(client, Bytes(900)));
        foreach (var (wrong, code, status) in new[]
        {
            ((object)new { avatarId = avatar, audioUpload, musicUpload, text = "Hello" }, "script.both", 422),
            (new { avatarId = "none", audioUpload, musicUpload }, "avatar.unknown", 404),
            (new { avatarId = avatar, audioUpload, musicUpload = "none" }, "upload.unknown", 404),
            (new { avatarId = avatar, audioUpload, musicUpload = audioUpload }, "upload.in_use", 409),
        })
        {
            await ServiceHost.ProblemAsync(await client.PostAsJsonAsync("/api/v1/videos", wrong), (HttpStatusCode)status, code);
            Files("uploads").Length.ShouldBe(2, code);
        }

        await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, audioUpload, musicUpload }));
    }

    [Fact]
    public async Task CreateVideos_BatchWithAnUpload_422()
    {
        await using var host = Host();
        using var client = host.Client();
        using var response = await client.PostAsJsonAsync("/api/v1/videos/batch", new { video = new { text = "Hello", musicUpload = "x" }, rows = new[] { new { } } });
        await ServiceHost.ProblemAsync(response, HttpStatusCode.UnprocessableEntity, "batch.upload");
    }

    [Fact]
    public async Task Uploads_OfTwoOwners_SeeTheirOwnOnly()
    {
        await using var host = Host();
        using var ada = await host.BearerAsync("ada", "write");
        using var bob = await host.BearerAsync("bob", "write");
        using var reader = await host.BearerAsync("ada", "read");
        var address = await CreateAsync(ada, 100);
        var whole = await SendFileAsync(ada, Bytes(100));

        foreach (var response in new[]
        {
            await SendAsync(bob, HttpMethod.Head, address), await PatchAsync(bob, address, 0, Bytes(100)), await SendAsync(bob, HttpMethod.Delete, address),
            await bob.GetAsync(At("/api/v1/uploads/" + whole)), await bob.DeleteAsync(At("/api/v1/uploads/" + whole)),
        })
        {
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        using var form = new MultipartFormDataContent { { new StringContent(whole), "upload" }, { new StringContent("Ada"), "consentBy" }, { new StringContent("Ada agreed"), "consent" } };
        await ServiceHost.ProblemAsync(await bob.PostAsync(At("/api/v1/avatars"), form), HttpStatusCode.NotFound, "upload.unknown");
        (await bob.GetFromJsonAsync<JsonElement>("/api/v1/uploads")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await ada.GetFromJsonAsync<JsonElement>("/api/v1/uploads")).GetProperty("items").GetArrayLength().ShouldBe(2);

        (await OffsetAsync(reader, address)).ShouldBe(0, "looking needs no more than read");
        (await SendAsync(reader, HttpMethod.Options, Address)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await PatchAsync(reader, address, 0, Bytes(100))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(reader, HttpMethod.Post, Address, ("Upload-Length", "5"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var stranger = host.Bearing("ruying_none");
        (await SendAsync(stranger, HttpMethod.Head, address)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Create_Multipart_IsListedPagedAndDeleted()
    {
        await using var host = Host();
        using var client = host.Client();
        var first = await SendAsync(client, Bytes(10), tus: false);
        var second = await SendAsync(client, Bytes(20), tus: false);
        var page = await client.GetFromJsonAsync<JsonElement>("/api/v1/uploads?limit=1");
        page.GetProperty("items")[0].GetProperty("id").GetString().ShouldBe(second);
        page = await client.GetFromJsonAsync<JsonElement>("/api/v1/uploads?limit=1&before=" + page.GetProperty("next").GetString());
        page.GetProperty("items")[0].GetProperty("id").GetString().ShouldBe(first);
        (await client.DeleteAsync(At("/api/v1/uploads/" + first))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Files("uploads").Select(Path.GetFileName).ShouldBe([second]);
    }

    [Fact]
    public async Task Create_MultipartThatIsRefused_KeepsNothing()
    {
        await using var host = Host(("Ruying:UploadLimit", "1000"));
        using var client = host.Client();
        foreach (var (bytes, code, status) in new[] { (new byte[1001], "upload.too_large", 413), ([], "upload.empty", 422) })
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", "a.mp4" } };
            await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/uploads"), form), (HttpStatusCode)status, code);
        }

        using var none = new MultipartFormDataContent { { new StringContent("x"), "name" } };
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/uploads"), none), HttpStatusCode.UnprocessableEntity, "upload.missing");
        await ShouldBecomeEmptyAsync("uploads");
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/uploads")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Create_SameKeyTwice_MakesOneUpload()
    {
        await using var host = Host();
        using var client = host.Client();
        var addresses = new List<string>();
        foreach (var _ in new int[2])
        {
            addresses.Add(await CreateAsync(client, 100, ("Idempotency-Key", "one")));
        }

        addresses.Distinct().Count().ShouldBe(1, "an answer that was lost does not leave an upload behind");
        (await OffsetAsync(client, addresses[0])).ShouldBe(0);
    }

    [Fact]
    public async Task Start_AfterAStop_UploadsAreStillThere()
    {
        string address, whole;
        await using (var host = Host())
        {
            using var client = host.Client();
            address = await CreateAsync(client, 100);
            (await PatchAsync(client, address, 0, Bytes(40))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            whole = await SendFileAsync(client, Bytes(50));
        }

        Directory.CreateDirectory(Path.Combine(Folder, "uploads", Guid.CreateVersion7().ToString("N")));
        await using var next = Host();
        using var after = next.Client();
        (await OffsetAsync(after, address)).ShouldBe(40);
        (await OffsetAsync(after, $"{Address}/{whole}")).ShouldBe(50);
        Files("uploads").Select(Path.GetFileName).ShouldBe([Id(address), whole], ignoreOrder: true, customMessage: "what nobody knows is gone");
    }

    private static async Task<string> SendAsync(HttpClient client, byte[] bytes, bool tus)
    {
        if (tus)
        {
            return await SendFileAsync(client, bytes);
        }

        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", "clip.mp4" } };
        using var response = await client.PostAsync(At("/api/v1/uploads"), form);
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var created = await response.Content.ReadFromJsonAsync<JsonElement>();
        response.Headers.Location!.OriginalString.ShouldBe("/api/v1/uploads/" + created.GetProperty("id").GetString());
        return created.GetProperty("id").GetString()!;
    }
}
