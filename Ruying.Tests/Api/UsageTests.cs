using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ruying.Api.Data;
using Ruying.Pipeline;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class UsageTests : ServiceTest
{
    private static string Today => TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task Usage_AfterWhatWasMadeIsGone_IsWhatWasMade()
    {
        await using var host = Host(("Ruying:Quota", "1000000"), ("Ruying:RateLimit", "0"));
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var kept = await MakeVideoAsync(client, avatar);
        var gone = await MakeVideoAsync(client, avatar);
        (await client.DeleteAsync(At($"/api/v1/videos/{gone}"))).EnsureSuccessStatusCode();

        var usage = await client.GetFromJsonAsync<JsonElement>("/api/v1/usage");

        (usage.GetProperty("videos").GetInt32(), usage.GetProperty("seconds").GetDouble(), usage.GetProperty("avatars").GetInt32()).ShouldBe((2, 4, 1));
        var days = usage.GetProperty("days").EnumerateArray().ToList();
        days.Count.ShouldBe(30);
        days[^1].GetProperty("day").GetString().ShouldBe(Today);
        (days[^1].GetProperty("videos").GetInt32(), days[0].GetProperty("videos").GetInt32()).ShouldBe((2, 0));
        usage.GetProperty("storage").GetProperty("videos").GetInt64().ShouldBe(new FileInfo(Path.Combine(Folder, "videos", kept + ".mp4")).Length);
        var limits = usage.GetProperty("limits");
        (limits.GetProperty("storedBytes").GetInt64(), limits.GetProperty("requestsPerMinute").ValueKind).ShouldBe((1_000_000, JsonValueKind.Null));
    }

    [Fact]
    public async Task Usage_OfJobs_CountsThoseThatWaitAndRunAndNothingOfThoseThatFailed()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        Pipeline.Error = new ScriptException("voice.unknown", "No voice.");
        var failed = await StartAsync(client, avatar);
        await ServiceHost.WaitAsync(client, failed.Job, "failed");
        Pipeline.Error = null;
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Pipeline.Gate = (_, token) => go.Task.WaitAsync(token);
        var running = await StartAsync(client, avatar);
        var waiting = await StartAsync(client, avatar);
        await ServiceHost.WaitAsync(client, running.Job, "running");
        using var upload = new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "file", "a.wav" } };
        (await client.PostAsync(At("/api/v1/uploads"), upload)).EnsureSuccessStatusCode();

        var usage = await client.GetFromJsonAsync<JsonElement>("/api/v1/usage");

        (usage.GetProperty("videos").GetInt32(), usage.GetProperty("jobsRunning").GetInt32(), usage.GetProperty("jobsWaiting").GetInt32(), usage.GetProperty("uploadsOpen").GetInt32())
            .ShouldBe((0, 1, 1, 1));
        go.SetResult();
        await ServiceHost.WaitAsync(client, waiting.Job, "succeeded");
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/usage")).GetProperty("videos").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Usage_OfTwoOwners_IsTheirOwnUnlessAnAdminAsks()
    {
        await using var host = Host();
        using var ada = await host.BearerAsync("ada", "write");
        using var bob = await host.BearerAsync("bob", "write");
        using var admin = await host.BearerAsync("root", "admin");
        await MakeVideoAsync(ada, await ServiceHost.MakeAvatarAsync(ada));
        await ServiceHost.MakeAvatarAsync(bob);

        (await CountsAsync(ada, "")).ShouldBe(("ada", 1, 1));
        (await CountsAsync(bob, "")).ShouldBe(("bob", 0, 1));
        (await CountsAsync(bob, "?owner=bob")).ShouldBe(("bob", 0, 1));
        (await CountsAsync(admin, "")).ShouldBe(("root", 0, 0));
        (await CountsAsync(admin, "?owner=ada")).ShouldBe(("ada", 1, 1));
        (await CountsAsync(admin, "?all=true")).ShouldBe((null, 1, 2));
        var all = await admin.GetFromJsonAsync<JsonElement>("/api/v1/usage?all=true");
        all.GetProperty("storage").GetProperty("videos").GetInt64().ShouldBe(Pipeline.Video.Length);
        await ServiceHost.ProblemAsync(await bob.GetAsync(At("/api/v1/usage?owner=ada")), HttpStatusCode.Forbidden, "auth.scope");
        await ServiceHost.ProblemAsync(await bob.GetAsync(At("/api/v1/usage?all=true")), HttpStatusCode.Forbidden, "auth.scope");
    }

    [Theory]
    [InlineData("?from=2026-05-02&to=2026-05-01")]
    [InlineData("?from=2020-01-01&to=2026-05-01")]
    public async Task Usage_OfDaysThatCannotBe_Is422(string query)
    {
        await using var host = Host();
        using var client = host.Client();
        await ServiceHost.ProblemAsync(await client.GetAsync(At("/api/v1/usage" + query)), HttpStatusCode.UnprocessableEntity, "usage.range");
    }

    [Fact]
    public async Task Usage_OfDaysLongAgo_HasNothingOfToday()
    {
        await using var host = Host();
        using var client = host.Client();
        await ServiceHost.MakeAvatarAsync(client);
        var past = await client.GetFromJsonAsync<JsonElement>("/api/v1/usage?from=2020-01-01&to=2020-01-03");
        (past.GetProperty("avatars").GetInt32(), past.GetProperty("days").GetArrayLength()).ShouldBe((0, 3));
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/usage?from={Today}&to={Today}")).GetProperty("avatars").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Succeed_ASecondTime_CountsNothingMore()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<RuyingDb>>().CreateDbContextAsync();
        var job = await db.Jobs.AsNoTracking().SingleAsync(j => j.SubjectId == avatar);
        var store = host.Services.GetRequiredService<Ruying.Api.Jobs.JobStore>();

        (await store.TrySucceedAsync(job, default)).ShouldBeFalse("it has ended");

        (await db.Usage.SingleAsync()).JobId.ShouldBe(job.Id);
    }

    private static async Task<(string? Owner, int Videos, int Avatars)> CountsAsync(HttpClient client, string query)
    {
        var usage = await client.GetFromJsonAsync<JsonElement>("/api/v1/usage" + query);
        return (usage.GetProperty("owner").GetString(), usage.GetProperty("videos").GetInt32(), usage.GetProperty("avatars").GetInt32());
    }

    private static async Task<(string Id, string Job)> StartAsync(HttpClient client, string avatar) =>
        await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" }));

    private static async Task<string> MakeVideoAsync(HttpClient client, string avatar)
    {
        var (id, job) = await StartAsync(client, avatar);
        await ServiceHost.WaitAsync(client, job, "succeeded");
        return id;
    }
}
