using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ruying.Api.Data;
using Ruying.Tests.Api.Data;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Servers;

/// <summary>Several servers on one database and one folder, in this process.</summary>
[Collection(PostgresTests.Name)]
public sealed class SeveralServersTests(PostgresServer server) : ServiceTest
{
    [SkippableFact]
    public async Task Roles_WebAndWorker_DoTheirPart()
    {
        var settings = await SharedAsync();
        await using var web = Host([("Ruying:Role", "web"), .. settings]);
        using var client = web.Client();
        using var form = ServiceHost.Footage();
        var (_, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        await Task.Delay(1500);
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job}")).GetProperty("state").GetString().ShouldBe("queued", "nobody is there who works");
        (await client.GetAsync(At("/health/ready"))).StatusCode.ShouldBe(HttpStatusCode.OK);

        await using var worker = Host([("Ruying:Role", "worker"), .. settings]);
        using var inside = worker.Client();

        // Hangfire's workers say a moment after the start that they are there.
        await Eventually.SoAsync(async () => (await inside.GetAsync(At("/health/ready"))).IsSuccessStatusCode);
        (await inside.GetAsync(At("/health/ready"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await inside.GetAsync(At("/api/v1/jobs"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var done = await ServiceHost.WaitAsync(client, job, "succeeded");
        done.GetProperty("worker").GetString().ShouldNotBeNullOrEmpty();
        done.GetProperty("device").GetString().ShouldBe("cpu");
    }

    [SkippableFact]
    public async Task Device_AskedFor_IsWaitedForOnlyWhereItIs()
    {
        var settings = await SharedAsync();
        await using var first = Host(settings);
        using var client = first.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var wanted = new { avatarId = avatar, text = "Hello", device = "cuda" };
        await ServiceHost.ProblemAsync(await client.PostAsJsonAsync("/api/v1/videos", wanted), HttpStatusCode.Conflict, "device.none");
        await ServiceHost.ProblemAsync(await client.PostAsJsonAsync("/api/v1/videos", wanted with { device = "abacus" }), HttpStatusCode.UnprocessableEntity, "device.unknown");
        (await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", wanted with { device = "cpu" }))).Id.ShouldNotBeEmpty();

        using var pipeline = new PipelineDouble(Pipeline.Models) { Device = "cuda" };
        await using var second = new ServiceHost(Folder, pipeline, settings);
        using var other = second.Client();
        var (_, job) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", wanted));
        var done = await ServiceHost.WaitAsync(client, job, "succeeded");
        (done.GetProperty("device").GetString(), done.GetProperty("wantedDevice").GetString()).ShouldBe(("cuda", "cuda"));
        pipeline.Worked.ShouldNotBeEmpty();
    }

    [SkippableFact]
    public async Task TakenOver_ByAnotherWhileItStalls_TheOthersResultStands()
    {
        var settings = await SharedAsync();
        await using var first = Host(settings);
        using var client = first.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);

        // Stalls as a machine does that was put to sleep: no token wakes it.
        var (stalled, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        Pipeline.Gate = async (stage, _) =>
        {
            if (stage == "render")
            {
                stalled.TrySetResult();
                await release.Task;
            }
        };
        var (id, job) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" }));
        await stalled.Task.WaitAsync(TimeSpan.FromMinutes(1));

        using var pipeline = new PipelineDouble(Pipeline.Models) { Video = [1, 2, 3] };
        await using var second = new ServiceHost(Folder, pipeline, settings);
        using var other = second.Client();
        await PostgresServer.ScalarAsync(settings[1].Value, $"""UPDATE jobs SET "Worker" = 'gone' WHERE "Id" = '{job}'""");
        await ServiceHost.WaitAsync(other, job, "succeeded");
        release.SetResult();
        await Task.Delay(1500);

        (await other.GetByteArrayAsync(At($"/api/v1/videos/{id}/file"))).ShouldBe(pipeline.Video);
        var seen = await client.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job}");
        (seen.GetProperty("state").GetString(), seen.GetProperty("attempt").GetInt32()).ShouldBe(("succeeded", 2));
        Files("videos").Length.ShouldBe(1);
    }

    [SkippableFact]
    public async Task Start_BesideAnother_LeavesItsWorkAlone()
    {
        var settings = await SharedAsync();
        await using var first = Host(settings);
        using var client = first.Client();
        Pipeline.Gate = (stage, token) => stage == "track" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        using var form = ServiceHost.Footage();
        var (_, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        await ServiceHost.WaitAsync(client, job, j => j.GetProperty("stage").GetString() == "track");
        var arriving = Directory.CreateDirectory(Path.Combine(Folder, "uploads", Guid.NewGuid().ToString("N"))).FullName;
        await PostgresServer.ScalarAsync(settings[1].Value, """INSERT INTO idempotency ("Id", "ServerId", "CreatedAt") SELECT 'held', "Id", 0 FROM servers UNION ALL SELECT 'left', 'gone', 0""");

        await using var second = Host(settings);
        using var other = second.Client();
        (await other.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job}")).GetProperty("attempt").GetInt32().ShouldBe(1);
        (await other.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job}")).GetProperty("state").GetString().ShouldBe("running");
        Directory.Exists(arriving).ShouldBeTrue();
        (await PostgresServer.ScalarAsync(settings[1].Value, """SELECT string_agg("Id", ',') FROM idempotency""")).ShouldBe("held");
    }

    [Fact]
    public async Task Attempt_OverThoughItsRowRuns_IsMadeAgain()
    {
        await using var host = Host(("Ruying:ServerTimeout", "3"), ("Ruying:VideoWorkers", "1"));
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var (_, job) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" }));
        await ServiceHost.WaitAsync(client, job, "succeeded");

        // As an attempt leaves it whose start was written though it was told otherwise.
        await using (var db = await host.Services.GetRequiredService<IDbContextFactory<RuyingDb>>().CreateDbContextAsync())
        {
            await db.Jobs.Where(j => j.Id == job).ExecuteUpdateAsync(s => s.SetProperty(j => j.State, JobState.Running).SetProperty(j => j.Lease, "over"));
        }

        (await ServiceHost.WaitAsync(client, job, "succeeded")).GetProperty("attempt").GetInt32().ShouldBe(2);
    }

    [SkippableFact]
    public async Task Failure_ThatPassesByItself_IsTriedAgainAndSaysSo()
    {
        await using var host = Host(("Ruying:ServerTimeout", "3"));
        using var client = host.Client();
        Pipeline.Error = new NpgsqlException("The connection broke.");
        using var form = ServiceHost.Footage();
        var (_, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        var waits = await ServiceHost.WaitAsync(client, job, j => j.GetProperty("state").GetString() == "queued" && j.GetProperty("error").ValueKind == JsonValueKind.Object);
        waits.GetProperty("error").GetProperty("code").GetString().ShouldBe("database.unavailable");
        waits.GetProperty("attempt").GetInt32().ShouldBe(1);

        Pipeline.Error = null;
        var done = await ServiceHost.WaitAsync(client, job, "succeeded");
        done.GetProperty("attempt").GetInt32().ShouldBe(2);
        done.GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [SkippableTheory]
    [InlineData(3, false)]
    [InlineData(30, true)]
    public async Task Database_GoneInTheMiddleOfAJob_IsWaitedFor(int seconds, bool fullOnly)
    {
        Skip.If(fullOnly && Environment.GetEnvironmentVariable("RUYING_FULL_TESTS") != "1", "in the full run only: ./ruying test --full");
        var own = new PostgresServer();
        await own.InitializeAsync();
        try
        {
            var settings = Shared(await own.CreateDatabaseAsync());
            await using var host = Host(settings);
            using var client = host.Client();
            var avatar = await ServiceHost.MakeAvatarAsync(client);
            var hold = new TaskCompletionSource();
            Pipeline.Gate = (stage, token) => stage == "render" ? hold.Task.WaitAsync(token) : Task.CompletedTask;
            var (id, job) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" }));
            await ServiceHost.WaitAsync(client, job, j => j.GetProperty("stage").GetString() == "render");

            await own.StopAsync();
            using (var refused = await client.GetAsync(At($"/api/v1/jobs/{job}")))
            {
                await ServiceHost.ProblemAsync(refused, HttpStatusCode.ServiceUnavailable, "database.unavailable");
                refused.Headers.RetryAfter.ShouldNotBeNull();
            }

            (await client.GetAsync(At("/"))).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await client.GetAsync(At("/health/live"))).StatusCode.ShouldBe(HttpStatusCode.OK);
            hold.SetResult();
            await Task.Delay(TimeSpan.FromSeconds(seconds));
            await own.StartAsync();

            await Eventually.SoAsync(async () => (await client.GetAsync(At($"/api/v1/jobs/{job}"))).IsSuccessStatusCode);
            await ServiceHost.WaitAsync(client, job, "succeeded");
            (await client.GetByteArrayAsync(At($"/api/v1/videos/{id}/file"))).ShouldBe(Pipeline.Video);
            (_, job) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Again" }));
            await ServiceHost.WaitAsync(client, job, "succeeded");
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    private async Task<(string Key, string Value)[]> SharedAsync() => Shared(await server.CreateDatabaseAsync());

    private static (string Key, string Value)[] Shared(string address) =>
        [("Ruying:Database", "postgres"), ("Ruying:Postgres", address), ("Ruying:SharedFolder", "true"), ("Ruying:ServerTimeout", "30")];
}
