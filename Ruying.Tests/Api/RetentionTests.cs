using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ruying.Api.Retention;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class RetentionTests : ServiceTest
{
    private static readonly (string, string)[] All =
        [("Ruying:Retention:UploadDays", "7"), ("Ruying:Retention:WorkDays", "7"), ("Ruying:Retention:VideoDays", "30")];

    [Fact]
    public async Task Apply_OldThings_GoAndNewOnesStay()
    {
        await using var host = Host(All);
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var old = await MakeVideoAsync(client, avatar);
        var young = await MakeVideoAsync(client, avatar);

        // An error of ours leaves the upload and the work folder for somebody to look at.
        Pipeline.Error = new InvalidOperationException("a fault");
        using var form = ServiceHost.Footage();
        var (broken, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        await ServiceHost.WaitAsync(client, job, "failed");
        AgeJob(old, 31);
        AgeJob(young, 29);
        AgeJob(broken, 8);
        AgeJob(avatar, 1000);

        var retention = host.Services.GetRequiredService<RetentionService>();
        var listed = await retention.ListAsync(CancellationToken.None);
        listed.Select(i => (i.What, i.Id)).ShouldBe(
            [(RetentionKind.Video, old), (RetentionKind.Upload, broken), (RetentionKind.Work, job)], ignoreOrder: true);
        listed.Single(i => i.What == RetentionKind.Video).Bytes.ShouldBe(Pipeline.Video.Length);
        listed.Single(i => i.What == RetentionKind.Upload).Bytes.ShouldBe(3);
        listed.Single(i => i.What == RetentionKind.Work).Bytes.ShouldBeGreaterThan(0);
        Files("videos").Length.ShouldBe(2, "a look removes nothing");

        (await retention.ApplyAsync(CancellationToken.None)).ShouldBe(listed);
        Files("videos").Select(Path.GetFileNameWithoutExtension).ShouldBe([young]);
        await ShouldBecomeEmptyAsync("uploads");
        await ShouldBecomeEmptyAsync("work");
        (await client.GetAsync(At($"/api/v1/videos/{old}"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job}")).GetProperty("state").GetString().ShouldBe("failed", "what happened is still known");
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/avatars/{avatar}")).GetProperty("state").GetString().ShouldBe("ready", "avatars are for good");
        (await retention.ListAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task List_NoSetting_IsEmpty()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        AgeJob(await MakeVideoAsync(client, avatar), 5000);
        (await host.Services.GetRequiredService<RetentionService>().ListAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task List_JobThatGoesOn_KeepsItsThings()
    {
        Pipeline.Gate = (stage, token) => stage == "track" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        await using var host = Host(All);
        using var client = host.Client();
        using var form = ServiceHost.Footage();
        var (id, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        await ServiceHost.WaitAsync(client, job, j => j.GetProperty("stage").GetString() == "track");
        AgeJob(id, 5000);
        (await host.Services.GetRequiredService<RetentionService>().ListAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    private static async Task<string> MakeVideoAsync(HttpClient client, string avatar)
    {
        var (id, job) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" }));
        await ServiceHost.WaitAsync(client, job, "succeeded");
        return id;
    }
}
