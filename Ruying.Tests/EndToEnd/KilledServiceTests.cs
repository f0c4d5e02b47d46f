using System.Net.Http.Json;
using System.Text.Json;
using Ruying.Api.Backups;
using Ruying.Tests.Api.Data;
using Ruying.Tests.Media;
using Ruying.Tests.Samples;
using Shouldly;
using Xunit;

namespace Ruying.Tests.EndToEnd;

/// <summary>The service is killed in the middle of a job: after the next start the job ends once and whole. All stages only in the full run.</summary>
public sealed class KilledServiceTests : IDisposable
{
    private const string Script = "These words were typed. Nobody filmed them. People may keep a copy, and that is all there is to say for now.";
    private readonly TempFolder _work = new();

    public void Dispose() => _work.Dispose();

    [SkippableTheory]
    [InlineData("track", "render", false)]
    [InlineData("intake", "speak", true)]
    [InlineData("assess", "plan", true)]
    [InlineData("learn", "assemble", true)]
    public async Task Kill_InTheMiddleOfAJob_TheNextStartFinishesIt(string avatarStage, string videoStage, bool fullOnly)
    {
        Skip.If(fullOnly && Environment.GetEnvironmentVariable("RUYING_FULL_TESTS") != "1", "in the full run only: ./ruying test --full");
        var footage = _work.File("host.mp4");
        await Ffmpeg.RunAsync("-i", HostClip.Path, "-t", "6", "-c", "copy", footage);
        var data = _work.File("data");

        string avatar, building;
        using (var first = await ServiceProcess.StartAsync(data))
        {
            using var form = new MultipartFormDataContent
            {
                { new StringContent("Killed"), "name" },
                { new StringContent("A person"), "consentBy" },
                { new StringContent("A test"), "consent" },
                { new StreamContent(File.OpenRead(footage)), "file", "host.mp4" },
            };
            (avatar, building) = await CreatedAsync(await first.Client.PostAsync(new Uri("/api/v1/avatars", UriKind.Relative), form));
            await first.WaitAsync(building, job => Reached(job, avatarStage));
            await first.KillAsync();
        }

        string video, rendering;
        using (var second = await ServiceProcess.StartAsync(data))
        {
            (await second.WaitAsync(building, Ended)).GetProperty("state").GetString().ShouldBe("succeeded");
            (video, rendering) = await CreatedAsync(await second.Client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = Script, language = "en" }));
            await second.WaitAsync(rendering, job => Reached(job, videoStage));
            await second.KillAsync();
        }

        using var third = await ServiceProcess.StartAsync(data);
        (await third.WaitAsync(rendering, Ended)).GetProperty("state").GetString().ShouldBe("succeeded");
        await ShouldBeWholeAsync(third, video);
        Directory.GetFiles(Path.Combine(data, "videos")).Length.ShouldBe(1);
        Directory.GetDirectories(Path.Combine(data, "avatars")).Length.ShouldBe(1);
        Directory.EnumerateFileSystemEntries(data, "*partial*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData(2, false)]
    [InlineData(20, true)]
    public async Task Kill_AtRandomMoments_EachJobSucceedsOnce(int times, bool fullOnly)
    {
        Skip.If(fullOnly && Environment.GetEnvironmentVariable("RUYING_FULL_TESTS") != "1", "in the full run only: ./ruying test --full");
        var data = _work.File("data");
        await BackupRestore.RestoreAsync(KeptData.Backup, data, default);
        var moments = new Random(5);
        List<(string Video, string Job)> made = [];
        for (var i = 0; i < times; i++)
        {
            using var service = await ServiceProcess.StartAsync(data);
            service.Client.DefaultRequestHeaders.Add("Authorization", $"Bearer {KeptData.Key}");

            // What was killed before goes on and ends: five kills of the same job would be enough of it.
            foreach (var (_, earlier) in made.TakeLast(1))
            {
                await service.WaitAsync(earlier, Ended);
            }

            made.Add(await CreatedAsync(await service.Client.PostAsJsonAsync("/api/v1/videos", new { avatarId = KeptData.Avatar, text = $"{Script} Number {i}.", language = "en" })));
            await Task.Delay(moments.Next(0, 3000));
            await service.KillAsync();
        }

        using var last = await ServiceProcess.StartAsync(data);
        last.Client.DefaultRequestHeaders.Add("Authorization", $"Bearer {KeptData.Key}");
        foreach (var (video, job) in made)
        {
            (await last.WaitAsync(job, Ended)).GetProperty("state").GetString().ShouldBe("succeeded", $"video {video}");
            await ShouldBeWholeAsync(last, video);
        }

        // Those of the kept data, one that was made and one that was not, and ours.
        Directory.GetFiles(Path.Combine(data, "videos"), "*.mp4").Length.ShouldBe(times + 2);
        Directory.EnumerateFileSystemEntries(data, "*partial*", SearchOption.AllDirectories).ShouldBeEmpty();
        await Eventually.SoAsync(() => Directory.GetDirectories(Path.Combine(data, "work")).Length == 0);
        Directory.GetDirectories(Path.Combine(data, "work")).ShouldBeEmpty();
    }

    private async Task ShouldBeWholeAsync(ServiceProcess service, string video)
    {
        var file = _work.File("video.mp4");
        await File.WriteAllBytesAsync(file, await service.Client.GetByteArrayAsync(new Uri($"/api/v1/videos/{video}/file", UriKind.Relative)));
        var seconds = (await service.Client.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{video}")).GetProperty("seconds").GetDouble();
        (await Ffmpeg.ProbeAsync(file, "v:0", "nb_frames")).ShouldBe($"{Math.Round(seconds * 25)}");
    }

    private static async Task<(string Id, string Job)> CreatedAsync(HttpResponseMessage response)
    {
        response.EnsureSuccessStatusCode();
        var created = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (created.GetProperty("id").GetString()!, created.GetProperty("jobId").GetString()!);
    }

    // Stages may pass between two looks: a job that has ended was simply too fast for the kill, and must be whole all the same.
    private static bool Reached(JsonElement job, string stage) => Ended(job) || job.GetProperty("stage").GetString() == stage;

    private static bool Ended(JsonElement job) => job.GetProperty("state").GetString() is "succeeded" or "failed";
}
