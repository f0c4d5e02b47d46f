using System.Diagnostics;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Evaluation;
using Ruying.Pipeline.Videos;

namespace Ruying.Benchmarks;

/// <summary>Script to video, decode to encode: frames a second and memory of all processes, for a script of about <paramref name="seconds"/> seconds.</summary>
public sealed class RenderBenchmark(BenchmarkFootage footage, int seconds) : IBenchmark
{
    private const string Sentence = "Good morning, and welcome to the programme. Today we look at five bright people who make plans for spring. ";

    /// <summary>What espeak-ng needs for the sentence at its own speed, about.</summary>
    private const double SentenceSeconds = 6.6;

    public string Name => $"render-{seconds}s";

    public bool OnlyWhenNamed { get; init; }

    public async Task<IReadOnlyDictionary<string, double>> RunAsync(CancellationToken cancellationToken)
    {
        if (footage.Avatar is not { } folder)
        {
            await using var builder = new RuyingPipeline();

            // What building the avatar left in this process's memory is not the render's.
            return await OwnProcess.RunAsync(Name, await footage.AvatarAsync(builder, cancellationToken), cancellationToken);
        }

        await using var pipeline = new RuyingPipeline();
        using var avatar = AvatarPackage.Open(folder);
        var text = string.Concat(Enumerable.Repeat(Sentence, (int)Math.Round(seconds / SentenceSeconds)));
        await using var memory = new ProcessTree();
        var start = Stopwatch.GetTimestamp();
        var video = await pipeline.Videos.RenderAsync(
            avatar, new VideoRequest { Text = text, Voice = "en-us" }, Path.Combine(footage.Work, $"{Name}.mp4"), Path.Combine(footage.Work, Name), cancellationToken: cancellationToken);
        var total = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var figures = new Dictionary<string, double>
        {
            ["width"] = avatar.Manifest.Width,
            ["height"] = avatar.Manifest.Height,
            ["crop_side"] = avatar.Manifest.Crop.Side,
            ["video_seconds"] = video.Seconds,
            ["seconds_total"] = total,
            ["frames_per_second"] = video.Frames / total,
            ["peak_memory_mb"] = memory.PeakBytes / 1048576.0,
        };
        foreach (var (stage, took) in video.StageSeconds)
        {
            figures[$"seconds_{stage}"] = took;
        }

        return figures;
    }
}
