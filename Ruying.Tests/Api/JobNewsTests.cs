using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ruying.Api.Jobs;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class JobNewsTests : ServiceTest
{
    [Fact]
    public async Task Events_JobThatRuns_ComeUntilItsEndAndThenNoMore()
    {
        var (go, _) = Held("track");
        await using var host = Host();
        using var client = host.Client();
        var job = await StartAsync(client);
        var events = await ReadEventsAsync(client, job, seen: () => go.TrySetResult());

        events.Count.ShouldBeGreaterThan(1);
        events.Select(e => e.Job.GetProperty("percent").GetInt32()).ShouldBeInOrder(SortDirection.Ascending);
        events.Select(e => e.Id).ShouldBeUnique();
        events[0].Job.GetProperty("state").GetString().ShouldNotBe("succeeded");
        events[^1].Job.GetProperty("state").GetString().ShouldBe("succeeded");

        using var again = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/jobs/{job}/events") { Headers = { { "Last-Event-ID", events[^1].Id } } };
        (await client.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ReadEventsAsync(client, job)).Count.ShouldBe(1, "who has seen nothing gets the end");
        await ServiceHost.ProblemAsync(await client.GetAsync(At("/api/v1/jobs/nobody/events")), HttpStatusCode.NotFound, "job.unknown");
    }

    [Fact]
    public async Task Events_LastEventIdOfARunningJob_SaysWhatIsNewOnly()
    {
        var (go, stage) = Held("track");
        await using var host = Host();
        using var client = host.Client();
        var job = await StartAsync(client);
        await ServiceHost.WaitAsync(client, job, j => j.GetProperty("stage").GetString() == stage);
        await using var service = host.Services.CreateAsyncScope();
        var known = service.ServiceProvider.GetRequiredService<JobEvents>()
            .IdOf(await service.ServiceProvider.GetRequiredService<JobService>().GetAsync(job, CancellationToken.None));
        var reading = ReadEventsAsync(client, job, known);
        await Task.Delay(300);
        go.SetResult();
        var events = await reading;
        events.ShouldNotContain(e => e.Id == known);
        events[^1].Job.GetProperty("state").GetString().ShouldBe("succeeded");
    }

    [Fact]
    public async Task Events_RowChangedElsewhere_ComeToo()
    {
        var (go, stage) = Held("track");
        await using var host = Host();
        using var client = host.Client();
        var job = await StartAsync(client);
        await ServiceHost.WaitAsync(client, job, j => j.GetProperty("stage").GetString() == stage);
        var reading = ReadEventsAsync(client, job);
        await Task.Delay(200);
        ExecuteSql($"UPDATE jobs SET State = 'Failed', ErrorCode = 'face.none', ErrorMessage = 'No face.' WHERE Id = '{job}'");
        var events = await reading.WaitAsync(TimeSpan.FromMinutes(1));
        events[^1].Job.GetProperty("error").GetProperty("code").GetString().ShouldBe("face.none");
        go.SetResult();
    }

    [Fact]
    public async Task Send_NothingHappens_KeepsTheLineOpenUntilTheJobIsGone()
    {
        await using var host = Host();
        using var client = host.Client();
        var events = host.Services.GetRequiredService<JobEvents>();
        ExecuteSql("INSERT INTO jobs (Id, OwnerId, Kind, SubjectId, State, Percent, Attempt, CreatedAt) VALUES ('j', 'local', 'Video', 's', 'Running', 7, 1, 0)");
        using var output = new MemoryStream();
        var sending = events.SendAsync("j", known: null, output, CancellationToken.None, TimeSpan.FromMilliseconds(100));
        await Task.Delay(2500);
        ExecuteSql("DELETE FROM jobs WHERE Id = 'j'");
        await sending.WaitAsync(TimeSpan.FromMinutes(1));

        var blocks = Encoding.UTF8.GetString(output.ToArray()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        blocks.ShouldContain(":");
        blocks.Count(b => b.StartsWith("event: job\nid: ", StringComparison.Ordinal)).ShouldBe(1, "the same again is no news");
        blocks[^1].ShouldBe("event: gone\ndata: {}");
    }

    [Fact]
    public async Task Wait_JobThatStands_AnswersAfterTheTimeOrTheChange()
    {
        var (go, stage) = Held("track");
        await using var host = Host();
        using var client = host.Client();
        var job = await StartAsync(client);
        await ServiceHost.WaitAsync(client, job, j => j.GetProperty("stage").GetString() == stage);
        await Task.Delay(400);

        var unchanged = await client.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job}?wait=1");
        unchanged.GetProperty("stage").GetString().ShouldBe(stage);

        var waiting = client.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job}?wait=60");
        await Task.Delay(200);
        waiting.IsCompleted.ShouldBeFalse();
        go.SetResult();
        var changed = await waiting.WaitAsync(TimeSpan.FromMinutes(1));
        changed.ToString().ShouldNotBe(unchanged.ToString());

        await ServiceHost.WaitAsync(client, job, "succeeded");
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job}?wait=60").WaitAsync(TimeSpan.FromSeconds(30)))
            .GetProperty("state").GetString().ShouldBe("succeeded", "nothing more will happen");
    }

    [Fact]
    public void Eta_SteadyPace_IsWhereItLeads()
    {
        var time = new ManualClock();
        var pace = new JobPace(20, time);
        pace.Eta(30).ShouldBeNull("no time has passed");
        time.Advance(TimeSpan.FromSeconds(10));
        pace.Eta(21).ShouldBeNull("it has hardly moved");

        // 20 percent in 10 s: the 60 that are left take 30 s.
        pace.Eta(40).ShouldNotBeNull().ShouldBe(time.GetUtcNow().AddSeconds(30), TimeSpan.FromSeconds(1));
        var said = pace.Eta(40);
        time.Advance(TimeSpan.FromSeconds(10));
        pace.Eta(40).ShouldBe(said, "nothing new is known");
        time.Advance(TimeSpan.FromSeconds(40));
        pace.Eta(40).ShouldNotBeNull().ShouldBeGreaterThan(time.GetUtcNow(), "the moment has passed");
    }

    private static async Task<string> StartAsync(HttpClient client)
    {
        using var form = ServiceHost.Footage();
        return (await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form))).Job;
    }

    private static async Task<List<(string Id, JsonElement Job)>> ReadEventsAsync(HttpClient client, string job, string? known = null, Action? seen = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/jobs/{job}/events");
        if (known is not null)
        {
            request.Headers.Add("Last-Event-ID", known);
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            text.Append(line).Append('\n');
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                seen?.Invoke();
            }
        }

        return
        [
            .. text.ToString().Split("\n\n").Where(block => block.StartsWith("event: job\n", StringComparison.Ordinal)).Select(block => block.Split('\n'))
                .Select(lines => (lines[1]["id: ".Length..], JsonSerializer.Deserialize<JsonElement>(lines[2]["data: ".Length..]))),
        ];
    }

    private (TaskCompletionSource Go, string Stage) Held(string held)
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Pipeline.Gate = (stage, token) => stage == held ? go.Task.WaitAsync(token) : Task.CompletedTask;
        return (go, held);
    }
}
