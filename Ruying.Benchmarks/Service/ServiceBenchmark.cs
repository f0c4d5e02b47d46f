using System.Diagnostics;
using System.Net.Http.Headers;
using Ruying.Client;

namespace Ruying.Benchmarks.Service;

/// <summary>What the service costs beside the rendering: queue, lists, waiting clients, uploads, a restart; and two renders at once.</summary>
public sealed class ServiceBenchmark(BenchmarkFootage footage) : IBenchmark
{
    private const int Jobs = 1000, Rows = 100, Senders = 8, Lists = 200, Clients = 200;
    private const long UploadBytes = 1L << 30;
    private const string Script = "Good morning, and welcome to the programme. Today we look at five bright people who make plans for spring. ";

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(20), Poll = TimeSpan.FromSeconds(2);

    public string Name => "service";

    public bool OnlyWhenNamed => true;

    public async Task<IReadOnlyDictionary<string, double>> RunAsync(CancellationToken cancellationToken)
    {
        var figures = new Dictionary<string, double>();
        var data = Path.Combine(footage.Work, "service");
        string avatar;
        using (var service = await ServiceUnderTest.StartAsync(data, ("VideoWorkers", "2")))
        {
            avatar = await MakeAvatarAsync(service, cancellationToken);
            await RenderAsync(service, avatar, figures, cancellationToken);
        }

        using (var service = await ServiceUnderTest.StartAsync(data, ("VideoWorkers", "0"), ("QueueLimit", "10000")))
        {
            await EnqueueAsync(service, avatar, figures, cancellationToken);
            await ListAsync(service, figures, cancellationToken);
            await WaitAsync(service, figures, cancellationToken);
            await UploadAsync(service, figures, cancellationToken);
        }

        var start = Stopwatch.GetTimestamp();
        using (await ServiceUnderTest.StartAsync(data, ("VideoWorkers", "1")))
        {
            figures[$"seconds_restart_with_{3 * Jobs}_jobs"] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return figures;
    }

    private async Task<string> MakeAvatarAsync(ServiceUnderTest service, CancellationToken cancellationToken)
    {
        await using var clip = File.OpenRead(await footage.ClipAsync(cancellationToken));
        var avatar = await service.Client.Avatars.CreateAsync(clip, "clip.mp4", new AvatarOptions { Name = "Bench", ConsentBy = "Nobody", Consent = "A benchmark" }, cancellationToken: cancellationToken);
        await service.Client.Jobs.WaitAsync(avatar.JobId, cancellationToken);
        return avatar.Id;
    }

    /// <summary>The same video alone, and two of them at once.</summary>
    private static async Task RenderAsync(ServiceUnderTest service, string avatar, Dictionary<string, double> figures, CancellationToken cancellationToken)
    {
        var options = new VideoOptions { AvatarId = avatar, Text = string.Concat(Enumerable.Repeat(Script, 3)), Voice = "en-us" };
        await RunAsync(); // The first loads the networks.
        var alone = await RunAsync();
        var together = await Task.WhenAll(RunAsync(), RunAsync());
        figures["seconds_render_alone"] = alone;
        figures["seconds_render_each_of_two"] = together.Max();
        figures["share_of_speed_each_of_two"] = alone / together.Max();

        async Task<double> RunAsync()
        {
            var start = Stopwatch.GetTimestamp();
            var video = await service.Client.Videos.CreateAsync(options, cancellationToken: cancellationToken);
            await service.Client.Jobs.WaitAsync(video.JobId, cancellationToken);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    private static async Task EnqueueAsync(ServiceUnderTest service, string avatar, Dictionary<string, double> figures, CancellationToken cancellationToken)
    {
        // A service compiles what it runs often once more, in the first seconds.
        figures["enqueued_per_second_just_started"] = await EachAsync();
        figures["enqueued_per_second"] = await EachAsync();

        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Jobs; i += Rows)
        {
            await service.Client.Videos.CreateBatchAsync(
                new VideoOptions { AvatarId = avatar, Text = "Hello {name}.", Voice = "en-us" },
                Enumerable.Range(i, Rows).Select(row => new Dictionary<string, string> { ["name"] = $"number {row}" }),
                cancellationToken: cancellationToken);
        }

        figures["enqueued_by_batches_per_second"] = Jobs / Stopwatch.GetElapsedTime(start).TotalSeconds;

        async Task<double> EachAsync()
        {
            var start = Stopwatch.GetTimestamp();
            await Parallel.ForEachAsync(
                Enumerable.Range(0, Jobs), new ParallelOptions { MaxDegreeOfParallelism = Senders, CancellationToken = cancellationToken }, async (i, token) =>
                    await service.Client.Videos.CreateAsync(new VideoOptions { AvatarId = avatar, Text = $"Hello number {i}.", Voice = "en-us" }, cancellationToken: token));
            return Jobs / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    private static async Task ListAsync(ServiceUnderTest service, Dictionary<string, double> figures, CancellationToken cancellationToken)
    {
        foreach (var (name, address) in new[] { ("api", "/api/v1/videos"), ("jobs", "/api/v1/jobs?state=queued"), ("page", "/") })
        {
            var times = new List<double>();
            for (var i = 0; i < Lists; i++)
            {
                var start = Stopwatch.GetTimestamp();
                using var answer = await service.Http.GetAsync(new Uri(address, UriKind.Relative), cancellationToken);
                answer.EnsureSuccessStatusCode();
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            times.Sort();
            figures[$"ms_list_{name}_median"] = times[Lists / 2];
            figures[$"ms_list_{name}_p95"] = times[Lists * 95 / 100];
        }
    }

    /// <summary>Clients that wait for jobs which do not move: by asking every two seconds, by asking and being answered late, and by events.</summary>
    private static async Task WaitAsync(ServiceUnderTest service, Dictionary<string, double> figures, CancellationToken cancellationToken)
    {
        var jobs = new List<string>();
        await foreach (var job in service.Client.Jobs.ListAsync(JobState.Queued, cancellationToken: cancellationToken))
        {
            jobs.Add(job.Id);
            if (jobs.Count == Clients)
            {
                break;
            }
        }

        figures["core_share_idle"] = await MeasureAsync((_, token) => Task.Delay(Timeout.Infinite, token));
        figures[$"core_share_{Clients}_polling"] = await MeasureAsync(async (job, token) =>
        {
            // Not all in the same moment.
            await Task.Delay(Random.Shared.Next((int)Poll.TotalMilliseconds), token);
            using var timer = new PeriodicTimer(Poll);
            do
            {
                await service.Client.Jobs.GetAsync(job, token);
            }
            while (await timer.WaitForNextTickAsync(token));
        });
        figures[$"core_share_{Clients}_waiting"] = await MeasureAsync(async (job, token) =>
        {
            while (true)
            {
                using var answer = await service.Http.GetAsync(new Uri($"/api/v1/jobs/{job}?wait=30", UriKind.Relative), token);
                answer.EnsureSuccessStatusCode();
            }
        });
        figures[$"core_share_{Clients}_events"] = await MeasureAsync(async (job, token) =>
        {
            await foreach (var news in service.Client.Jobs.FollowAsync(job, token))
            {
                GC.KeepAlive(news);
            }
        });

        async Task<double> MeasureAsync(Func<string, CancellationToken, Task> client)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var waiting = jobs.Select(job => client(job, over.Token)).ToList();
            await Task.Delay(TimeSpan.FromSeconds(5), cancellationToken); // All have come.
            var (used, start) = (service.ProcessorSeconds, Stopwatch.GetTimestamp());
            await Task.Delay(Watched, cancellationToken);
            var share = (service.ProcessorSeconds - used) / Stopwatch.GetElapsedTime(start).TotalSeconds;
            await over.CancelAsync();
            await Task.WhenAll(waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return share;
        }
    }

    /// <summary>A large file over loopback, by tus and as a form, beside what <c>dd</c> writes to the same disk, each with fsync, in turn.</summary>
    private async Task UploadAsync(ServiceUnderTest service, Dictionary<string, double> figures, CancellationToken cancellationToken)
    {
        var file = Path.Combine(footage.Work, "large");
        double written = 0, sent = 0, form = 0;
        for (var i = 0; i < 3; i++)
        {
            File.Delete(file);
            written = Math.Max(written, await DdAsync(file, cancellationToken));
            var before = service.ResidentMegabytes;
            sent = Math.Max(sent, await SendAsync(file, content => service.Client.Uploads.SendAsync(content, "large.mp4", cancellationToken: cancellationToken)));
            form = Math.Max(form, await SendAsync(file, content => SendFormAsync(service, content, cancellationToken)));
            figures["mb_memory_grown_by_upload"] = service.ResidentMegabytes - before;

            // As dd's file goes: pages that were in use shortly before are faster.
            await foreach (var upload in service.Client.Uploads.ListAsync(cancellationToken))
            {
                await service.Client.Uploads.DeleteAsync(upload.Id, cancellationToken: cancellationToken);
            }
        }

        figures["mb_per_second_dd"] = written;
        figures["mb_per_second_upload"] = sent;
        figures["mb_per_second_form"] = form;
        figures["share_of_dd"] = sent / written;
        figures["share_of_dd_form"] = form / written;
    }

    private static async Task<double> DdAsync(string file, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var dd = Process.Start(new ProcessStartInfo("dd", ["if=/dev/zero", $"of={file}", "bs=1M", $"count={UploadBytes >> 20}", "conv=fsync", "status=none"]))!;
        await dd.WaitForExitAsync(cancellationToken);
        return UploadBytes / 1048576.0 / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> SendAsync(string file, Func<Stream, Task> send)
    {
        await using var content = File.OpenRead(file);
        var start = Stopwatch.GetTimestamp();
        await send(content);
        return UploadBytes / 1048576.0 / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task SendFormAsync(ServiceUnderTest service, Stream content, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent();
        using var part = new StreamContent(content, 1 << 20);
        part.Headers.ContentType = new MediaTypeHeaderValue("video/mp4");
        form.Add(part, "file", "large.mp4");
        using var answer = await service.Http.PostAsync(new Uri("/api/v1/uploads", UriKind.Relative), form, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
