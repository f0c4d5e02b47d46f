using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ruying.Api;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Storage;
using Ruying.Pipeline;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class JobTests : ServiceTest
{
    [Fact]
    public async Task Stop_RunningJob_NextStartGoesOnWithAttempt2()
    {
        string id, job;
        Pipeline.Gate = (stage, token) => stage == "track" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        await using (var host = Host())
        {
            using var client = host.Client();
            using var form = ServiceHost.Footage();
            (id, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
            await ServiceHost.WaitAsync(client, job, j => j.GetProperty("stage").GetString() == "track");
        }

        Scalar($"SELECT State FROM jobs WHERE Id = '{job}'").ShouldBe("Queued");
        Pipeline.Gate = (_, _) => Task.CompletedTask;
        await using (var host = Host())
        {
            using var client = host.Client();
            var done = await ServiceHost.WaitAsync(client, job, "succeeded");
            done.GetProperty("attempt").GetInt32().ShouldBe(2);
            (await client.GetFromJsonAsync<JsonElement>($"/api/v1/avatars/{id}")).GetProperty("state").GetString().ShouldBe("ready");
        }

        Pipeline.Worked.ShouldBe(["intake", "track", "assess", "learn"]);
        await using (var host = Host())
        {
            using var client = host.Client();
            (await client.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job}")).GetProperty("attempt").GetInt32().ShouldBe(2, "it ran to the end once");
        }
    }

    [Fact]
    public async Task Start_RowsLeftRunningByACrash_GoOnAndStopAfterTooManyAttempts()
    {
        string id, job;
        await using (var host = Host())
        {
            using var client = host.Client();
            id = await ServiceHost.MakeAvatarAsync(client);
            using var created = await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = id, text = "Hello" });
            (_, job) = await ServiceHost.AcceptedAsync(created);
            await ServiceHost.WaitAsync(client, job, "succeeded");
        }

        // As a killed process leaves them: the avatar published but not told, the video half-way.
        Scalar("UPDATE jobs SET State = 'Running', Percent = 40, FinishedAt = NULL");
        await using (var host = Host())
        {
            using var client = host.Client();
            (await ServiceHost.WaitAsync(client, job, "succeeded")).GetProperty("attempt").GetInt32().ShouldBe(2);
            await WaitForAvatarAsync(client, id, "ready");
        }

        Scalar("UPDATE jobs SET State = 'Running', Attempt = 5");
        await using (var host = Host())
        {
            using var client = host.Client();
            var failed = await client.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job}");
            failed.GetProperty("state").GetString().ShouldBe("failed");
            failed.GetProperty("error").GetProperty("code").GetString().ShouldBe("job.crashed");
        }
    }

    [Fact]
    public async Task Start_LeftoversOfOurs_AreSweptAndOthersStay()
    {
        var ours = Directory.CreateDirectory(Path.Combine(Folder, "work", Guid.NewGuid().ToString("N"))).FullName;
        var theirs = Directory.CreateDirectory(Path.Combine(Folder, "work", "notes")).FullName;
        await using var host = Host();
        using var client = host.Client();
        Directory.Exists(ours).ShouldBeFalse();
        Directory.Exists(theirs).ShouldBeTrue();
    }

    [Fact]
    public async Task Cancel_RunningAndQueued_EndsBothWhichCanBeStartedAgain()
    {
        Pipeline.Gate = (stage, token) => stage == "track" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        await using var host = Host();
        using var client = host.Client();
        using var first = ServiceHost.Footage();
        using var second = ServiceHost.Footage();
        var (id, running) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), first));
        var (other, queued) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), second));
        await ServiceHost.WaitAsync(client, running, j => j.GetProperty("stage").GetString() == "track");
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{queued}")).GetProperty("state").GetString().ShouldBe("queued");
        await ServiceHost.ProblemAsync(await client.PostAsync(At($"/api/v1/jobs/{queued}/retry"), null), HttpStatusCode.Conflict, "job.not_ended");

        await ServiceHost.ProblemAsync(await client.DeleteAsync(At($"/api/v1/avatars/{id}")), HttpStatusCode.Conflict, "avatar.busy");
        foreach (var (job, state) in new[] { (queued, "cancelled"), (running, "cancelling") })
        {
            using var response = await client.PostAsync(At($"/api/v1/jobs/{job}/cancel"), null);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString().ShouldBeOneOf(state, "cancelled");
            await ServiceHost.WaitAsync(client, job, "cancelled");
        }

        await ServiceHost.ProblemAsync(
            await client.PostAsync(At($"/api/v1/jobs/{running}/cancel"), null), HttpStatusCode.Conflict, "job.finished");
        await ShouldBecomeEmptyAsync("avatars");

        // What was done before is not done again.
        Pipeline.Gate = (_, _) => Task.CompletedTask;
        foreach (var job in new[] { running, queued })
        {
            (await client.PostAsync(At($"/api/v1/jobs/{job}/retry"), null)).StatusCode.ShouldBe(HttpStatusCode.OK);
            await ServiceHost.WaitAsync(client, job, "succeeded");
        }

        Pipeline.Worked.ShouldBe(["intake", "track", "assess", "learn", "intake", "track", "assess", "learn"]);
        foreach (var avatar in new[] { id, other })
        {
            (await client.DeleteAsync(At($"/api/v1/avatars/{avatar}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        await ShouldBecomeEmptyAsync("work");
        await ShouldBecomeEmptyAsync("uploads");
    }

    [Fact]
    public async Task Cancel_TheRowAlone_StopsTheWorker()
    {
        // As another process does, which shares nothing with this one but the table.
        Pipeline.Gate = (stage, token) => stage == "track" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        await using var host = Host();
        using var client = host.Client();
        using var form = ServiceHost.Footage();
        var (_, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        await ServiceHost.WaitAsync(client, job, j => j.GetProperty("stage").GetString() == "track");

        Scalar($"UPDATE jobs SET State = 'Cancelling' WHERE Id = '{job}'");

        await ServiceHost.WaitAsync(client, job, "cancelled");
    }

    [Fact]
    public async Task Start_RowsLeftCancelling_AreCancelledAndLeaveNoResult()
    {
        string id, job;
        await using (var host = Host())
        {
            using var client = host.Client();
            using var form = ServiceHost.Footage();
            (id, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
            await ServiceHost.WaitAsync(client, job, "succeeded");
        }

        Scalar("UPDATE jobs SET State = 'Cancelling', FinishedAt = NULL");
        await using (var host = Host())
        {
            using var client = host.Client();
            (await client.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job}")).GetProperty("state").GetString().ShouldBe("cancelled");
            (await client.GetFromJsonAsync<JsonElement>($"/api/v1/avatars/{id}")).GetProperty("state").GetString().ShouldBe("cancelled");
        }

        await ShouldBecomeEmptyAsync("avatars");
    }

    [Fact]
    public async Task Next_ManyOfOneOwner_DoNotHoldUpAnothersFirst()
    {
        await using var host = Host();
        using var client = host.Client();
        var databases = host.Services.GetRequiredService<IDbContextFactory<RuyingDb>>();
        var jobs = host.Services.GetRequiredService<JobStore>();
        await using (var db = await databases.CreateDbContextAsync())
        {
            for (var i = 0; i < 6; i++)
            {
                db.Add(new JobRow { Id = $"a{i}", OwnerId = "ada", Kind = JobKind.Video, SubjectId = $"a{i}" });
            }

            db.Add(new JobRow { Id = "b0", OwnerId = "bob", Kind = JobKind.Video, SubjectId = "b0" });
            db.Add(new JobRow { Id = "c0", OwnerId = "cy", Kind = JobKind.Avatar, SubjectId = "c0" });
            db.Add(new JobRow { Id = "b1", OwnerId = "bob", Kind = JobKind.Video, SubjectId = "b1" });
            await db.SaveChangesAsync();
        }

        var order = new List<string>();
        while (await jobs.NextAsync([JobKind.Video], default) is { } id)
        {
            order.Add(id);
            var started = (await jobs.TryStartAsync(id, Guid.NewGuid().ToString(), default)).ShouldNotBeNull();
            (await jobs.TrySucceedAsync(started, default)).ShouldBeTrue();
            await Task.Delay(5);
        }

        order.ShouldBe(["a0", "b0", "a1", "b1", "a2", "a3", "a4", "a5"]);
        (await jobs.NextAsync([JobKind.Avatar, JobKind.StudioAvatar], default)).ShouldBe("c0");
    }

    [Fact]
    public async Task Create_OneJobTooMany_IsRefused()
    {
        Pipeline.Gate = (_, token) => Task.Delay(Timeout.Infinite, token);
        await using var host = Host(("Ruying:QueueLimit", "1"));
        using var client = host.Client();
        using var first = ServiceHost.Footage();
        using var second = ServiceHost.Footage();
        await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), first));

        await ServiceHost.ProblemAsync(await client.PostAsync(At("/api/v1/avatars"), second), HttpStatusCode.TooManyRequests, "job.too_many");
    }

    [Fact]
    public async Task Progress_WholeJob_NeverFalls()
    {
        Pipeline.Gate = (_, token) => Task.Delay(300, token);
        await using var host = Host();
        using var client = host.Client();
        using var form = ServiceHost.Footage();
        var (_, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        var seen = new List<int>();
        await ServiceHost.WaitAsync(client, job, j =>
        {
            seen.Add(j.GetProperty("percent").GetInt32());
            return j.GetProperty("state").GetString() == "succeeded";
        });

        seen.ShouldBeInOrder(SortDirection.Ascending);
        seen.Distinct().Count().ShouldBeGreaterThan(2);
        seen[^1].ShouldBe(100);
    }

    [Fact]
    public async Task Take_FolderInUse_SaysSoAndWaitsForItsEnd()
    {
        var options = Options.Create(new ServiceOptions { DataFolder = Folder });
        using var first = new DataFolder(options);
        using var second = new DataFolder(options);
        await first.TakeAsync(false, TimeSpan.Zero, TimeProvider.System, CancellationToken.None);
        (await Should.ThrowAsync<EnvironmentException>(() => second.TakeAsync(false, TimeSpan.Zero, TimeProvider.System, CancellationToken.None)))
            .Code.ShouldBe("data.in_use");

        var waiting = second.TakeAsync(false, TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken.None);
        first.Dispose();
        await waiting;
    }

    [Theory]
    [InlineData("intake", 1, 15)]
    [InlineData("track", 0.5, 40)]
    [InlineData("learn", 1, 99)]
    [InlineData("unheard of", 1, 0)]
    public void Percent_Stage_IsItsPlaceInTheJob(string stage, double fraction, int percent) =>
        StageShares.Percent(JobKind.Avatar, new StageProgress(stage, fraction)).ShouldBe(percent);

    [Theory]
    [InlineData("learn", 1, 20)]
    [InlineData("tune", 0.5, 60)]
    [InlineData("tune", 1, 99)]
    public void Percent_StageOfAStudioAvatar_IsMostlyTuning(string stage, double fraction, int percent) =>
        StageShares.Percent(JobKind.StudioAvatar, new StageProgress(stage, fraction)).ShouldBe(percent);

    private static async Task WaitForAvatarAsync(HttpClient client, string id, string state)
    {
        var seen = "";
        await Eventually.SoAsync(async () =>
            (seen = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/avatars/{id}")).GetProperty("state").GetString()) == state);
        seen.ShouldBe(state);
    }

    private object? Scalar(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "ruying.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own words.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
