using System.Diagnostics;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Evaluation;
using Ruying.Pipeline.Videos;

namespace Ruying.Benchmarks;

/// <summary>From the request for a preview to its file, of a script of about a minute: in a process that has loaded nothing yet, then again with another script.</summary>
public sealed class PreviewBenchmark(BenchmarkFootage footage) : IBenchmark
{
    private const string Sentence = "Good morning, and welcome to the programme. Today we look at five bright people who make plans for spring. ";
    private const int Sentences = 9;

    public string Name => "preview";

    public async Task<IReadOnlyDictionary<string, double>> RunAsync(CancellationToken cancellationToken)
    {
        if (footage.Avatar is not { } folder)
        {
            await using var builder = new RuyingPipeline();
            return await OwnProcess.RunAsync(Name, await footage.AvatarAsync(builder, cancellationToken), cancellationToken);
        }

        await using var memory = new ProcessTree();
        var start = Stopwatch.GetTimestamp();
        await using var pipeline = new RuyingPipeline(new PipelineOptions { CacheFolder = Path.Combine(Path.GetTempPath(), "ruying-bench-cache") });

        // Voices are measured once on a machine and kept; what that took the first time is told apart.
        var manifest = AvatarPackage.ReadManifest(folder);
        await pipeline.Voices.FitAsync(manifest.Voice, manifest.VoiceChoice, new VideoRequest().Language, cancellationToken);
        var voice = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var cold = await RenderAsync(pipeline, folder, "cold", Sentence, cancellationToken);
        var figures = new Dictionary<string, double> { ["seconds_cold"] = Stopwatch.GetElapsedTime(start).TotalSeconds, ["seconds_cold_voice"] = voice };
        Add(figures, "cold", cold);
        start = Stopwatch.GetTimestamp();
        var warm = await RenderAsync(pipeline, folder, "warm", "This is another script. " + Sentence, cancellationToken);
        figures["seconds_warm"] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Add(figures, "warm", warm);
        using var avatar = AvatarPackage.Open(folder);
        (figures["width"], figures["height"], figures["base_frames"]) = (avatar.Manifest.Width, avatar.Manifest.Height, avatar.Frames.Count);
        figures["peak_memory_mb"] = memory.PeakBytes / 1048576.0;
        return figures;
    }

    private static void Add(Dictionary<string, double> figures, string name, VideoResult video)
    {
        foreach (var (stage, took) in video.StageSeconds)
        {
            figures[$"seconds_{name}_{stage}"] = took;
        }
    }

    private async Task<VideoResult> RenderAsync(RuyingPipeline pipeline, string folder, string name, string text, CancellationToken cancellationToken)
    {
        using var avatar = AvatarPackage.Open(folder);
        var request = new VideoRequest { Text = string.Concat(Enumerable.Repeat(text, Sentences)), Preview = new PreviewOptions() };
        return await pipeline.Videos.RenderAsync(avatar, request, Path.Combine(footage.Work, $"{name}.mp4"), Path.Combine(footage.Work, name), cancellationToken: cancellationToken);
    }
}
