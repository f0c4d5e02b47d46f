using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ruying.Client;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

/// <summary>Several clips of one person become one avatar.</summary>
public sealed class AvatarClipsTests : ServiceTest
{
    [Fact]
    public async Task Files_Several_AreBuiltFromInTheirOrder()
    {
        await using var host = Host();
        using var client = host.Client();
        var ruying = new RuyingClient(client);
        using var first = new MemoryStream([1, 1]);
        using var second = new MemoryStream([2]);
        var made = await ruying.Avatars.CreateAsync([(first, "monday.mp4"), (second, "tuesday.mov")], new AvatarOptions { ConsentBy = "Ada", Consent = "I agree" });
        (await ruying.Jobs.WaitAsync(made.JobId)).State.ShouldBe(JobState.Succeeded);
        Pipeline.Clips.ShouldBe([[1, 1], [2]]);
        var avatar = await ruying.Avatars.GetAsync(made.Id);
        (avatar.Name, avatar.Footage).ShouldBe(("monday", "monday.mp4, tuesday.mov"));
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Fact]
    public async Task Uploads_Several_AreBuiltFromInTheirOrder()
    {
        await using var host = Host();
        using var client = host.Client();
        var ruying = new RuyingClient(client);
        var ids = new List<string>();
        foreach (var clip in new byte[][] { [3], [4, 4] })
        {
            using var bytes = new MemoryStream(clip);
            ids.Add(await ruying.Uploads.SendAsync(bytes, $"clip{clip[0]}.mp4"));
        }

        ids.Reverse();
        var made = await ruying.Avatars.CreateFromUploadsAsync(ids, new AvatarOptions { ConsentBy = "Ada", Consent = "I agree" });
        (await ruying.Jobs.WaitAsync(made.JobId)).State.ShouldBe(JobState.Succeeded);
        Pipeline.Clips.ShouldBe([[4, 4], [3]]);
        (await ruying.Avatars.GetAsync(made.Id)).Footage.ShouldBe("clip4.mp4, clip3.mp4");
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/uploads")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Uploads_OneOfThemUnknown_AreAllThereStill()
    {
        await using var host = Host();
        using var client = host.Client();
        var ruying = new RuyingClient(client);
        using var bytes = new MemoryStream([3]);
        var id = await ruying.Uploads.SendAsync(bytes, "a.mp4");
        var options = new AvatarOptions { ConsentBy = "Ada", Consent = "I agree" };
        (await Should.ThrowAsync<RuyingApiException>(() => ruying.Avatars.CreateFromUploadsAsync([id, "nothing"], options))).Code.ShouldBe("upload.unknown");
        (await Should.ThrowAsync<RuyingApiException>(() => ruying.Avatars.CreateFromUploadsAsync([id, id], options))).Code.ShouldBe("upload.in_use");
        (await Should.ThrowAsync<RuyingApiException>(() => ruying.Avatars.CreateFromUploadsAsync([.. Enumerable.Repeat(id, 11)], options))).Code.ShouldBe("upload.too_many");
        var made = await ruying.Avatars.CreateFromUploadsAsync([id], options);
        (await ruying.Jobs.WaitAsync(made.JobId)).State.ShouldBe(JobState.Succeeded);
    }

    [Fact]
    public async Task Files_TooMany_AreRefusedAndNothingIsKept()
    {
        await using var host = Host();
        using var client = host.Client();
        using var form = ServiceHost.Footage();
        for (var i = 0; i < 10; i++)
        {
            form.Add(new ByteArrayContent([1]), "file", $"{i}.mp4");
        }

        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/avatars"), form), HttpStatusCode.UnprocessableEntity, "upload.too_many");
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Fact]
    public async Task FilesAndUploads_Together_AreRefused()
    {
        await using var host = Host();
        using var client = host.Client();
        using var bytes = new MemoryStream([3]);
        var id = await new RuyingClient(client).Uploads.SendAsync(bytes, "a.mp4");
        using var form = ServiceHost.Footage();
        form.Add(new StringContent(id), "upload");
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/avatars"), form), HttpStatusCode.UnprocessableEntity, "upload.both");
    }
}
