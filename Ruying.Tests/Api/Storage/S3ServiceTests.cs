using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ruying.Api.Backups;
using Ruying.Api.Storage;
using Ruying.Api.Storage.S3;
using Ruying.Api.Uploads;
using Ruying.Pipeline;
using Ruying.Tests.Uploads;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Storage;

/// <summary>The service with its files in a bucket.</summary>
[Collection(S3Tests.Name)]
public sealed class S3ServiceTests(S3Server server) : TusTest
{
    [SkippableFact]
    public async Task Journey_UploadToDeletion_LeavesTheBucketEmpty()
    {
        var bucket = await server.CreateBucketAsync();
        await using var host = Host(S3Server.Settings(bucket));
        using var client = host.Client();

        // Footage by tus, the consent clip in the form.
        var footage = await SendFileAsync(client, Bytes(5000));
        (await FilesAsync(bucket)).ShouldBe([StoreNames.Upload(footage)]);
        await ShouldBecomeEmptyAsync("uploads");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(footage), "upload" }, { new StringContent("Ada"), "name" }, { new StringContent("Ada Lovelace"), "consentBy" },
            { new StringContent("I agree"), "consent" }, { new ByteArrayContent([1, 2]), "consentClip", "agrees.mp4" },
        };
        Pipeline.Gate = (stage, token) => stage == "track" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        var (avatar, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        (await FilesAsync(bucket)).ShouldBe([StoreNames.Upload(avatar, "consentClip"), StoreNames.Upload(avatar)]);
        var usage = host.Services.GetRequiredService<UsageService>();
        (await usage.OfAsync("local", default)).ShouldBe(new OwnerUsage(5002, 0, 0));
        await ServiceHost.WaitAsync(client, job, j => j.GetProperty("stage").GetString() == "track");
        await client.PostAsync(At($"/api/v1/jobs/{job}/cancel"), null);
        await ServiceHost.WaitAsync(client, job, "cancelled");
        Pipeline.Gate = (_, _) => Task.CompletedTask;
        await client.PostAsync(At($"/api/v1/jobs/{job}/retry"), null);
        await ServiceHost.WaitAsync(client, job, "succeeded");
        await Eventually.SoAsync(async () => !(await FilesAsync(bucket)).Any(name => name.StartsWith("uploads/", StringComparison.Ordinal)));
        (await FilesAsync(bucket)).ShouldBe(
            [StoreNames.Package(avatar) + ".tar", StoreNames.Manifest(avatar), StoreNames.Poster(avatar), StoreNames.Report(avatar, "report.html"), StoreNames.Report(avatar, "report.json")], ignoreOrder: true);

        // What pages embed comes from here.
        using (var poster = await client.GetAsync(At($"/api/v1/avatars/{avatar}/poster.jpg")))
        {
            (await poster.Content.ReadAsStringAsync()).ShouldBe("a picture");
            poster.Headers.ETag.ShouldNotBeNull();
            using var again = new HttpRequestMessage(HttpMethod.Get, At($"/api/v1/avatars/{avatar}/poster.jpg"));
            again.Headers.IfNoneMatch.Add(poster.Headers.ETag);
            (await client.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        }

        (await client.GetStringAsync(At($"/api/v1/avatars/{avatar}/report.html"))).ShouldBe(Pipeline.Report);
        (await client.GetStringAsync(At($"/avatars/{avatar}"))).ShouldContain("What the footage offers");
        (await client.PutAsJsonAsync($"/api/v1/avatars/{avatar}/voice", new { pitch = 2 })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        // A video with a recording and music, with captions.
        using var said = new MultipartFormDataContent
        {
            { new StringContent(avatar), "avatarId" }, { new ByteArrayContent([1, 2, 3]), "audio", "said.wav" }, { new ByteArrayContent([4]), "music", "song.mp3" },
            { new StringContent("Hello"), "transcript" }, { new StringContent("vtt"), "captions" },
        };
        var (video, rendering) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/videos"), said));
        await ServiceHost.WaitAsync(client, rendering, "succeeded");
        var request = Pipeline.Requests.ShouldHaveSingleItem();
        (request.AudioPath, request.Sound.MusicPath).ShouldBe((Path.Combine(Folder, "work", rendering, "inputs", "recording"), Path.Combine(Folder, "work", rendering, "inputs", "music")));
        (await client.GetStringAsync(At($"/api/v1/videos/{video}/captions.vtt"))).ShouldBe("captions.vtt");
        using (var file = await client.GetAsync(At($"/api/v1/videos/{video}/file")))
        {
            file.StatusCode.ShouldBe(HttpStatusCode.TemporaryRedirect);
            file.Headers.CacheControl!.NoStore.ShouldBeTrue();
            using var anybody = new HttpClient();
            (await anybody.GetByteArrayAsync(file.Headers.Location)).ShouldBe(Pipeline.Video);
        }

        using (var page = await client.GetAsync(At($"/videos/{video}")))
        {
            page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain($"media-src 'self' {server.Endpoint};");
        }

        // On this machine there is no second copy of anything.
        foreach (var folder in new[] { "uploads", "avatars", "videos", "keys" })
        {
            Files(folder).ShouldBeEmpty(folder);
        }

        (await usage.OfAsync("local", default)).Videos.ShouldBe(Pipeline.Video.Length + "captions.vtt".Length);
        (await client.DeleteAsync(At($"/api/v1/avatars/{avatar}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await FilesAsync(bucket)).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Store_AwayWhileAResultIsPublished_IsTriedAgainAndNothingIsHalfThere()
    {
        var bucket = await server.CreateBucketAsync();
        await using var host = Host([("Ruying:ServerTimeout", "3"), .. S3Server.Settings(bucket)]);
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var hold = new TaskCompletionSource();
        Pipeline.Gate = (stage, token) => stage == "assemble" ? hold.Task.WaitAsync(token) : Task.CompletedTask;
        var (video, job) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello", captions = "srt" }));
        await ServiceHost.WaitAsync(client, job, j => j.GetProperty("stage").GetString() == "assemble");
        await server.StopAsync();
        try
        {
            hold.SetResult();
            var waits = await ServiceHost.WaitAsync(client, job, j => j.GetProperty("state").GetString() == "queued" && j.GetProperty("error").ValueKind == JsonValueKind.Object);
            waits.GetProperty("error").GetProperty("code").GetString().ShouldBe("storage.unavailable");
            await ServiceHost.ProblemAsync(await client.GetAsync(At($"/api/v1/videos/{video}/file")), HttpStatusCode.Conflict, "video.not_ready");
            using var form = ServiceHost.Footage();
            using var refused = await client.PostAsync(At("/api/v1/avatars"), form);
            await ServiceHost.ProblemAsync(refused, HttpStatusCode.ServiceUnavailable, "storage.unavailable");
            refused.Headers.RetryAfter.ShouldNotBeNull();
            (await client.GetFromJsonAsync<JsonElement>("/api/v1/avatars")).GetProperty("items").GetArrayLength().ShouldBe(1);
            await ShouldBecomeEmptyAsync("uploads");
            using var health = await client.GetAsync(At("/health/ready"));
            (await health.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("failed").EnumerateArray().Select(e => e.GetString()).ShouldContain("storage");
        }
        finally
        {
            await server.StartAsync();
        }

        var done = await ServiceHost.WaitAsync(client, job, "succeeded");
        done.GetProperty("attempt").GetInt32().ShouldBe(2);
        (await FilesAsync(bucket)).Where(name => name.StartsWith("videos/", StringComparison.Ordinal)).ShouldBe([StoreNames.Video(video), StoreNames.Captions(video, "srt")]);
    }

    [SkippableFact]
    public async Task Store_AwayWhenTheLastByteArrives_TheUploadIsFinishedLater()
    {
        var bucket = await server.CreateBucketAsync();
        await using var host = Host(S3Server.Settings(bucket));
        using var client = host.Client();
        var bytes = Bytes(3000);
        var address = await CreateAsync(client, bytes.Length);
        await server.StopAsync();
        try
        {
            using var response = await PatchAsync(client, address, 0, bytes);
            await ServiceHost.ProblemAsync(response, HttpStatusCode.ServiceUnavailable, "storage.unavailable");
        }
        finally
        {
            await server.StartAsync();
        }

        (await OffsetAsync(client, address)).ShouldBe(bytes.Length);
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/uploads/{Id(address)}")).GetProperty("state").GetString().ShouldBe("ready");
        (await FilesAsync(bucket)).ShouldBe([StoreNames.Upload(Id(address))]);
        (await client.DeleteAsync(At($"/api/v1/uploads/{Id(address)}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await FilesAsync(bucket)).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Create_Refused_GivesItsUploadBack()
    {
        var bucket = await server.CreateBucketAsync();
        await using var host = Host(S3Server.Settings(bucket));
        using var client = host.Client();
        var upload = await SendFileAsync(client, Bytes(100));
        using var form = new MultipartFormDataContent
        {
            { new StringContent(upload), "upload" }, { new StringContent(new string('x', 101)), "name" }, { new StringContent("Ada"), "consentBy" }, { new StringContent("Yes"), "consent" },
        };
        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/avatars"), form), HttpStatusCode.UnprocessableEntity, "avatar.name_too_long");
        (await FilesAsync(bucket)).ShouldBe([StoreNames.Upload(upload)]);
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/uploads/{upload}")).GetProperty("state").GetString().ShouldBe("ready");
    }

    [SkippableFact]
    public async Task Sweep_WhatBelongsToNothing_GoesWhenItIsADayOld()
    {
        var bucket = await server.CreateBucketAsync();
        await using var host = Host(S3Server.Settings(bucket));
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        using var store = S3Server.Store(bucket, Folder);
        var (orphan, file) = (Guid.NewGuid().ToString("N"), Path.Combine(Folder, "cache", "any"));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, "any");
        string[] left = [StoreNames.Video(orphan), StoreNames.Work(orphan) + "segments/1", StoreNames.Upload(orphan), StoreNames.Package(orphan) + ".tar"];
        foreach (var name in left.Append("videos/somebody-elses.mp4"))
        {
            await store.PutAsync(file, name, default);
        }

        (await host.Services.GetRequiredService<DailySweep>().SweepAsync(default)).ShouldBeEmpty("they may be on their way in");
        var later = ActivatorUtilities.CreateInstance<DailySweep>(host.Services, new Ahead(TimeSpan.FromDays(2)));
        (await later.SweepAsync(default)).ShouldBe(left, ignoreOrder: true);
        (await FilesAsync(bucket)).ShouldContain(StoreNames.Manifest(avatar));
        (await FilesAsync(bucket)).ShouldContain("videos/somebody-elses.mp4");
    }

    [SkippableFact]
    public async Task Forms_OfServersWithFoldersOfTheirOwn_HaveTheSameKeys()
    {
        var bucket = await server.CreateBucketAsync();
        await using (var host = Host(S3Server.Settings(bucket)))
        {
            using var client = host.Client();
            (await client.GetAsync(At("/"))).EnsureSuccessStatusCode();
        }

        var keys = (await S3Server.NamesAsync(bucket)).ShouldHaveSingleItem();
        await using var other = new ServiceHost(Path.Combine(Folder, "other"), Pipeline, S3Server.Settings(bucket));
        using var again = other.Client();
        (await again.GetAsync(At("/"))).EnsureSuccessStatusCode();
        (await S3Server.NamesAsync(bucket)).ShouldBe([keys]);
    }

    [SkippableFact]
    public async Task Backup_OfFilesElsewhere_IsRefused()
    {
        var bucket = await server.CreateBucketAsync();
        await using var host = Host(S3Server.Settings(bucket));
        using var client = host.Client();
        var backups = host.Services.GetRequiredService<BackupService>();
        (await Should.ThrowAsync<EnvironmentException>(() => backups.BackupAsync(Path.Combine(Folder, "backup.tar.gz"), default))).Code.ShouldBe("backup.storage");
    }

    /// <summary>What is in the bucket but for the keys of forms, which come when the first is shown.</summary>
    private static async Task<IReadOnlyList<string>> FilesAsync(S3Options bucket) =>
        [.. (await S3Server.NamesAsync(bucket)).Where(name => !name.StartsWith("keys/", StringComparison.Ordinal))];

    private sealed class Ahead(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
