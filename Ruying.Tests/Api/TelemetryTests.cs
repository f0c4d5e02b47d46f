using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
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
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        Pipeline.Error = new ScriptException("voice.unknown", "There is no such voice.");
        var (_, failed) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" }));
        await ServiceHost.WaitAsync(client, failed, "failed");
        Pipeline.Error = null;
        var (_, made) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" }));
        await ServiceHost.WaitAsync(client, made, "succeeded");

        var text = await UntilAsync(client, "ruying_render_frames_total");
        Value(text, "ruying_stage_duration_seconds_count", "kind=\"avatar\"", "stage=\"track\"").ShouldBe(1);
        Value(text, "ruying_stage_duration_seconds_count", "kind=\"video\"", "stage=\"speak\"").ShouldBe(2);
        Value(text, "ruying_stage_duration_seconds_count", "kind=\"video\"", "stage=\"render\"").ShouldBe(1, "the other failed before");
        Value(text, "ruying_jobs_ended_total", "kind=\"avatar\"", "state=\"succeeded\"", "code=\"none\"").ShouldBe(1);
        Value(text, "ruying_jobs_ended_total", "kind=\"video\"", "state=\"failed\"", "code=\"voice.unknown\"").ShouldBe(1);
        Value(text, "ruying_jobs_ended_total", "kind=\"video\"", "state=\"succeeded\"", "code=\"none\"").ShouldBe(1);
        Value(text, "ruying_job_duration_seconds_count", "kind=\"video\"", "state=\"succeeded\"").ShouldBe(1);
        Value(text, "ruying_render_frames_total").ShouldBe(50);
        Value(text, "ruying_upload_size_bytes_total").ShouldBe(3);
        Value(text, "ruying_disk_free_bytes").ShouldBeGreaterThan(0);
        Value(text, "ruying_jobs_queued", "kind=\"video\"").ShouldBe(0);
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

        await Task.Delay(400);
        var text = await client.GetStringAsync(At("/metrics"));
        Value(text, "ruying_jobs_queued", "kind=\"avatar\"").ShouldBe(2);
        Value(text, "ruying_jobs_running", "kind=\"avatar\"").ShouldBe(1);
        Value(text, "ruying_queue_age_seconds", "kind=\"avatar\"").ShouldBeGreaterThan(0.3);
        Value(text, "ruying_queue_age_seconds", "kind=\"video\"").ShouldBe(0);
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
        for (var i = 0; i < 100 && !Mine().Any(s => s.OperationName == "job avatar"); i++)
        {
            await Task.Delay(50);
        }

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

    private static async Task<string> UntilAsync(HttpClient client, string name)
    {
        // The exporter answers from what it gathered a moment ago.
        for (var i = 0; ; i++)
        {
            await Task.Delay(350);
            var text = await client.GetStringAsync(At("/metrics"));
            if (text.Contains(name, StringComparison.Ordinal) || i == 20)
            {
                return text;
            }
        }
    }

    private static double Value(string text, string name, params string[] labels)
    {
        var line = text.Split('\n').FirstOrDefault(l => Regex.IsMatch(l, $"^{name}[{{ ]") && labels.All(l.Contains));
        line.ShouldNotBeNull($"{name} {string.Join(' ', labels)} in\n{text}");
        var value = Regex.Match(line, @"(?:\}|\s)\s*([0-9.eE+-]+)(?:\s+\d+)?$");
        return double.Parse(value.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
    }
}
