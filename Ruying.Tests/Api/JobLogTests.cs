using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ruying.Api.Data;
using Ruying.Api.Logs;
using Ruying.Pipeline;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class JobLogTests : ServiceTest
{
    [Fact]
    public async Task Log_OfAJob_TellsItsOwnStoryAndGoesWithIt()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        Pipeline.Error = new ScriptException("voice.unknown", "There is no such voice.");
        var (video, job) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" }));
        await ServiceHost.WaitAsync(client, job, "failed");

        using var response = await client.GetAsync(At($"/api/v1/jobs/{job}/log"));
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        var text = await response.Content.ReadAsStringAsync();
        text.ShouldContain($"Job {job} (Video {video}) started, attempt 1");
        (await LastLineAsync(client, job)).ShouldContain("voice.unknown");
        text.ShouldNotContain("Avatar", customMessage: "that was another job");

        Files("logs").Length.ShouldBe(2);
        (await client.DeleteAsync(At($"/api/v1/avatars/{avatar}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Files("logs").ShouldBeEmpty();
        await ServiceHost.ProblemAsync(await client.GetAsync(At($"/api/v1/jobs/{job}/log")), HttpStatusCode.NotFound, "job.unknown");
    }

    [Fact]
    public async Task Log_UnexpectedError_SaysWhatButNotWhereInOurCode()
    {
        await using var host = Host();
        using var client = host.Client();
        Pipeline.Error = new InvalidOperationException("outer", new FormatException("inner"));
        using var form = ServiceHost.Footage();
        var (_, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), form));
        await ServiceHost.WaitAsync(client, job, "failed");
        var line = await LastLineAsync(client, job);
        line.ShouldContain("InvalidOperationException: outer | FormatException: inner");
        line.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("10001")]
    public async Task Log_TooManyLines_Is422(string lines)
    {
        await using var host = Host();
        using var client = host.Client();
        var (_, job) = await ServiceHost.AcceptedAsync(await client.PostAsync(At("/api/v1/avatars"), ServiceHost.Footage()));
        await ServiceHost.ProblemAsync(await client.GetAsync(At($"/api/v1/jobs/{job}/log?lines={lines}")), HttpStatusCode.UnprocessableEntity, "job.log_lines");
        await ServiceHost.WaitAsync(client, job, "succeeded");
    }

    [Fact]
    public void Write_OverTheLimit_KeepsTheNewerHalfInWholeLines()
    {
        var path = Path.Combine(Folder, "logs", "long.log");
        using (var log = new JobLog(new JobRow { Id = "a", SubjectId = "b" }, path, limit: 4096))
        {
            for (var i = 0; i < 1000; i++)
            {
                log.Write($"line {i:0000}");
                new FileInfo(path).Length.ShouldBeLessThanOrEqualTo(4096);
            }

            log.Write(new string('x', 5000));
        }

        var lines = File.ReadAllLines(path);
        lines[0].ShouldBe("... older lines were dropped");
        lines[^1].ShouldBe("line 0999");
        lines.Length.ShouldBeGreaterThan(100);
        lines.Skip(1).Select(l => int.Parse(l[5..], System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(Enumerable.Range(1001 - lines.Length, lines.Length - 1));
    }

    [Fact]
    public async Task Logger_WithinAJob_HasItsIdKindAndSubjectInEveryLine()
    {
        var row = new JobRow { Id = "0123", Kind = JobKind.Video, SubjectId = "4567" };
        await using var host = Host(("Ruying:LogFormat", "json"));
        var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Some.Stage");
        using (var log = host.Services.GetRequiredService<JobLogs>().Open(row))
        using (logger.BeginScope(log))
        {
            log.Select(p => p.Key).ShouldBe(["Job", "Kind", "Subject"]);
            await Task.Run(() => logger.LogInformation("Two\nlines"));
        }

        logger.LogInformation("Not of a job");
        var text = await host.Services.GetRequiredService<JobLogs>().ReadAsync("0123", 10, CancellationToken.None);
        text.ShouldMatch(@"^\d{4}-\d\d-\d\dT[0-9:.]+Z info Stage: Two \| lines\n$");
    }

    private static async Task<string> LastLineAsync(HttpClient client, string job)
    {
        // The row says so a moment before the log does.
        var line = "";
        await Eventually.SoAsync(async () =>
            (line = (await client.GetStringAsync(At($"/api/v1/jobs/{job}/log?lines=1"))).TrimEnd('\n')).Contains("failed", StringComparison.Ordinal));
        return line;
    }
}
