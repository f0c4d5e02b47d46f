using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Data;

/// <summary>What depends on the database, on each kind of it.</summary>
[Collection(PostgresTests.Name)]
public sealed class ProviderTests(PostgresServer server) : ServiceTest
{
    [SkippableTheory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Journey_FootageToVideos_ListsFiltersKeysAndWebhooks(string database)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await HostAsync(database, ("Ruying:WebhooksToPrivateAddresses", "true"));
        using var ada = await host.BearerAsync("ada", "write");
        using var bob = await host.BearerAsync("bob", "write");
        (await ada.PostAsJsonAsync("/api/v1/webhooks", new { url = receiver.Url, events = new[] { "avatar.ready", "video.ready" } })).EnsureSuccessStatusCode();
        var avatar = await ServiceHost.MakeAvatarAsync(ada);
        (await receiver.NextAsync()).Event.ShouldBe("avatar.ready");

        // The same key: once.
        string[] texts = ["One %", "two", "THREE ÄPFEL", "Four_4", "five"];
        List<string> ids = [];
        foreach (var text in texts)
        {
            var (id, job) = await ServiceHost.AcceptedAsync(await PostAsync(ada, text, new { avatarId = avatar, text }));
            (await ServiceHost.AcceptedAsync(await PostAsync(ada, text, new { avatarId = avatar, text }))).Id.ShouldBe(id);
            await ServiceHost.WaitAsync(ada, job, "succeeded");
            ids.Add(id);
        }

        // The newest first, page by page, and each once.
        List<string> seen = [];
        for (string? before = ""; before is not null;)
        {
            var page = await ada.GetFromJsonAsync<JsonElement>($"/api/v1/videos?limit=2{(before.Length > 0 ? $"&before={before}" : "")}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(v => v.GetProperty("id").GetString()!));
            before = page.GetProperty("next").GetString();
        }

        seen.ShouldBe(Enumerable.Reverse(ids));
        foreach (var (words, found) in new[] { ("ONE", 0), ("e %25", 0), ("three", 2), ("_", 3), ("four_4", 3) })
        {
            var items = (await ada.GetFromJsonAsync<JsonElement>($"/api/v1/videos?q={words}")).GetProperty("items");
            items.EnumerateArray().Select(v => v.GetProperty("id").GetString()).ShouldBe([ids[found]], words);
        }

        (await ada.GetFromJsonAsync<JsonElement>("/api/v1/videos?q=x%25")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await ada.GetFromJsonAsync<JsonElement>("/api/v1/jobs?state=succeeded&kind=video")).GetProperty("items").GetArrayLength().ShouldBe(5);
        (await ada.GetFromJsonAsync<JsonElement>("/api/v1/avatars?state=ready&q=ADA")).GetProperty("items").GetArrayLength().ShouldBe(1);

        // Another's things are not there.
        (await bob.GetFromJsonAsync<JsonElement>("/api/v1/videos")).GetProperty("items").GetArrayLength().ShouldBe(0);
        await ServiceHost.ProblemAsync(await bob.GetAsync(At($"/api/v1/videos/{ids[0]}")), HttpStatusCode.NotFound, "video.unknown");
        (await ada.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{ids[0]}")).GetProperty("job").GetProperty("device").GetString().ShouldBe("cpu");
        (await ada.DeleteAsync(At($"/api/v1/avatars/{avatar}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ada.GetFromJsonAsync<JsonElement>("/api/v1/jobs")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await ada.GetAsync(At("/health/ready"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [SkippableTheory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Start_ManyAtOnce_EachJobIsStartedOnceAndInAFairOrder(string database)
    {
        await using var host = await HostAsync(database, ("Ruying:VideoWorkers", "0"));
        using var client = host.Client();
        var jobs = host.Services.GetRequiredService<JobStore>();
        await using (var db = await host.Services.GetRequiredService<IDbContextFactory<RuyingDb>>().CreateDbContextAsync())
        {
            db.AddRange(Enumerable.Range(0, 12).Select(i => new JobRow { Id = $"a{i:00}", OwnerId = "ada", Kind = JobKind.Video, SubjectId = $"a{i}" }));
            db.Add(new JobRow { Id = "b00", OwnerId = "bob", Kind = JobKind.Video, SubjectId = "b" });
            db.Add(new JobRow { Id = "c00", OwnerId = "cy", Kind = JobKind.Video, SubjectId = "c", WantedDevice = "cuda" });
            await db.SaveChangesAsync();
        }

        List<string> order = [];
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            while (await jobs.NextAsync([JobKind.Video], default) is { } id)
            {
                if (await jobs.TryStartAsync(id, Guid.NewGuid().ToString(), default) is { } job)
                {
                    lock (order)
                    {
                        order.Add(job.Id);
                    }

                    (await jobs.TrySucceedAsync(job, default)).ShouldBeTrue();
                }
            }
        })));

        // Each once, and none for a device that is not here.
        order.Order(StringComparer.Ordinal).ShouldBe([.. Enumerable.Range(0, 12).Select(i => $"a{i:00}"), "b00"]);
        order.IndexOf("b00").ShouldBeLessThan(8, "a hundred of one do not hold up another's first");
        (await jobs.CountDueAsync(default)).ShouldBe([(JobKind.Video, "cuda", 1)]);
    }

    [SkippableTheory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Lease_LostToAnother_CanChangeNothing(string database)
    {
        await using var host = await HostAsync(database, ("Ruying:VideoWorkers", "0"));
        using var client = host.Client();
        var jobs = host.Services.GetRequiredService<JobStore>();
        await jobs.AddAsync(new JobRow { Id = "j", Kind = JobKind.Video, SubjectId = "v" }, default);
        var first = (await jobs.TryStartAsync("j", Guid.NewGuid().ToString(), default)).ShouldNotBeNull();
        (await jobs.TryStartAsync("j", Guid.NewGuid().ToString(), default)).ShouldBeNull();
        (await jobs.TryRequeueAsync(first, default)).ShouldBeTrue();
        var second = (await jobs.TryStartAsync("j", Guid.NewGuid().ToString(), default)).ShouldNotBeNull();
        second.Attempt.ShouldBe(2);

        (await jobs.IsHeldAsync(first, default)).ShouldBeFalse();
        (await jobs.TryReportAsync(first, "render", 99, null, null, default)).ShouldBeFalse();
        (await jobs.TryRequeueAsync(first, default)).ShouldBeFalse();
        (await jobs.TryPutOffAsync(first, new JobError("a", "b"), TimeSpan.Zero, default)).ShouldBeFalse();
        (await jobs.TryFailAsync(first, "a", "b", default)).ShouldBeFalse();
        (await jobs.TrySucceedAsync(first, default)).ShouldBeFalse();
        (await jobs.TryStopAsync("j", default)).ShouldBeTrue();
        (await jobs.TryCancelAsync(first, default)).ShouldBeFalse();
        (await jobs.TryCancelAsync(second, default)).ShouldBeTrue();
        (await jobs.TryRetryAsync("j", default)).ShouldBeTrue();
        (await jobs.TrySucceedAsync(second, default)).ShouldBeFalse();
    }

    [SkippableTheory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Add_WhatItBelongsToIsGone_IsAConflict(string database)
    {
        await using var host = await HostAsync(database);
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<RuyingDb>>().CreateDbContextAsync();
        db.Add(new SegmentRow { JobId = "gone", Number = 0, Lease = "none", Folder = "none" });
        DatabaseErrors.IsConflict(await Should.ThrowAsync<DbUpdateException>(() => db.SaveChangesAsync())).ShouldBeTrue();
    }

    private async Task<ServiceHost> HostAsync(string database, params (string, string)[] settings) => database == "postgres"
        ? Host([("Ruying:Database", "postgres"), ("Ruying:Postgres", await server.CreateDatabaseAsync()), .. settings])
        : Host(settings);

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string key, object video)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/videos") { Content = JsonContent.Create(video) };
        request.Headers.Add("Idempotency-Key", Uri.EscapeDataString(key));
        return await client.SendAsync(request);
    }
}
