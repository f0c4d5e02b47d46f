using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using Ruying.Api.Telemetry;
using Ruying.Pipeline;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class TelemetryTests : ServiceTest
{
    [Fact]
    public async Task Metrics_AfterWork_TellOfStagesJobsQueueUploadsAndDisk()
    {
        await using var host = Host();
        using var client = host.Client();
        using var metrics = new RecordedMetrics(host);
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        Pipeline.Error = new ScriptException("voice.unknown", "There is no such voice.");
        var (_, failed) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" }));
        await ServiceHost.WaitAsync(client, failed, "failed");
        Pipeline.Error = null;
        var (_, made) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" }));
        await ServiceHost.WaitAsync(client, made, "succeeded");

        await Eventually.SoAsync(() => metrics.Value("ruying.jobs.ended", ("kind", "video"), ("state", "succeeded"), ("code", "none")) != 0);

        metrics.Count("ruying.stage.duration", ("kind", "avatar"), ("stage", "track")).ShouldBe(1);
        metrics.Count("ruying.stage.duration", ("kind", "video"), ("stage", "speak")).ShouldBe(2);
        metrics.Count("ruying.stage.duration", ("kind", "video"), ("stage", "render")).ShouldBe(1, "the other failed before");
        metrics.Value("ruying.jobs.ended", ("kind", "avatar"), ("state", "succeeded"), ("code", "none")).ShouldBe(1);
        metrics.Value("ruying.jobs.ended", ("kind", "video"), ("state", "failed"), ("code", "voice.unknown")).ShouldBe(1);
        metrics.Value("ruying.jobs.ended", ("kind", "video"), ("state", "succeeded"), ("code", "none")).ShouldBe(1);
        metrics.Count("ruying.job.duration", ("kind", "video"), ("state", "succeeded")).ShouldBe(1);
        metrics.Value("ruying.render.frames").ShouldBe(50);
        metrics.Value("ruying.upload.size").ShouldBe(3);
        metrics.Ask();
        metrics.Value("ruying.disk.free").ShouldBeGreaterThan(0);
        metrics.Count("ruying.jobs.queued", ("kind", "video")).ShouldBe(1);
    }

    [Fact]
    public async Task Metrics_JobsThatWait_TellHowManyAndHowLong()
    {
        Pipeline.Gate = (stage, token) => stage == "track" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        await using var host = Host();
        using var client = host.Client();
        for (var i = 0; i < 3; i++)
        {
            using var form = ServiceHost.Footage();
            var (_, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
            if (i == 0)
            {
                await ServiceHost.WaitAsync(client, job, "running");
            }
        }

        await Task.Delay(300);
        using var metrics = new RecordedMetrics(host);
        metrics.Ask();
        metrics.Value("ruying.jobs.queued", ("kind", "avatar")).ShouldBe(2);
        metrics.Value("ruying.jobs.running", ("kind", "avatar")).ShouldBe(1);
        metrics.Value("ruying.queue.age", ("kind", "avatar")).ShouldBeGreaterThan(0.2);
        metrics.Value("ruying.queue.age", ("kind", "video")).ShouldBe(0);
    }

    [Fact]
    public async Task Traces_OneJob_OneSpanAndOneAStageBelowIt()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ServiceMetrics.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = Host();
        using var client = host.Client();
        using var form = ServiceHost.Footage();
        var (id, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        await ServiceHost.WaitAsync(client, job, "succeeded");
        await Eventually.SoAsync(() => Mine().Any(s => s.OperationName == "job avatar"));

        var root = Mine().Single(s => s.OperationName == "job avatar");
        root.ParentSpanId.ShouldBe(default);
        root.GetTagItem("ruying.subject.id").ShouldBe(id);
        root.GetTagItem("ruying.job.state").ShouldBe("succeeded");
        var stages = Mine().Where(s => s != root).ToList();
        stages.Select(s => s.OperationName).ShouldBe(["stage intake", "stage track", "stage assess", "stage learn"]);
        stages.ShouldAllBe(s => s.ParentSpanId == root.SpanId && s.TraceId == root.TraceId && s.Duration <= root.Duration);

        // Other tests' jobs are heard as well.
        IEnumerable<Activity> Mine() => spans.Where(s => (string?)s.GetTagItem("ruying.job.id") == job);
    }
}
