using System.Diagnostics;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Evaluation;

namespace Ruying.Benchmarks;

/// <summary>Footage to avatar: how long each stage takes, how fast the tracker is, how much memory all processes hold, how fast the package opens.</summary>
public sealed class BuildBenchmark(BenchmarkFootage footage) : IBenchmark
{
    public string Name => "build";

    public async Task<IReadOnlyDictionary<string, double>> RunAsync(CancellationToken cancellationToken)
    {
        var clip = await footage.ClipAsync(cancellationToken);
        var folder = Path.Combine(footage.Work, "avatar");
        var stages = new StageTimes(TimeProvider.System);
        await using var pipeline = new RuyingPipeline();
        await using var memory = new ProcessTree();
        int frames, width, height;
        using (var avatar = await pipeline.Avatars.BuildAsync([clip], folder, Path.Combine(footage.Work, "build"), new AvatarOptions(), stages, cancellationToken))
        {
            (frames, width, height) = (avatar.Manifest.Frames, avatar.Manifest.Width, avatar.Manifest.Height);
        }

        var start = Stopwatch.GetTimestamp();
        AvatarPackage.Open(folder).Dispose();
        var figures = new Dictionary<string, double>
        {
            ["frames"] = frames,
            ["width"] = width,
            ["height"] = height,
            ["track_frames_per_second"] = frames / stages.Seconds["track"],
            ["seconds_total"] = stages.Seconds.Values.Sum(),
            ["seconds_open"] = Stopwatch.GetElapsedTime(start).TotalSeconds,
            ["peak_memory_mb"] = memory.PeakBytes / 1048576.0,
        };
        foreach (var (stage, seconds) in stages.Seconds)
        {
            figures[$"seconds_{stage}"] = seconds;
        }

        return figures;
    }
}
