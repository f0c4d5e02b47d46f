using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ruying.Api.Avatars;
using Ruying.Api.Jobs;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Captions;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Models.Pulling;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Lexicons;
using Ruying.Pipeline.Speech.Voices;
using Ruying.Pipeline.Videos;
using Ruying.Pipeline.Videos.Segments;
using Shouldly;

namespace Ruying.Tests.Api;

/// <summary>Stages that write a mark each and are skipped when it is there, as the pipeline's are; they wait and fail on demand.</summary>
internal sealed class PipelineDouble(ModelStore models, PipelineOptions? options = null) : IPipeline, IDisposable
{
    /// <summary>What a stage waits for before it is complete.</summary>
    public Func<string, CancellationToken, Task> Gate { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Thrown after the report was written.</summary>
    public Exception? Error { get; set; }

    /// <summary>What a rendered video holds.</summary>
    public byte[] Video { get; set; } = [.. Enumerable.Range(0, 5000).Select(i => (byte)i)];

    public string Report { get; set; } = "<!doctype html><title>Report</title><p>A face in every frame.";

    /// <summary>Stages that did work, in order.</summary>
    public ConcurrentQueue<string> Worked { get; } = new();

    public ConcurrentQueue<VideoRequest> Requests { get; } = new();

    /// <summary>Bytes of the backgrounds' pictures, in order.</summary>
    public ConcurrentQueue<byte[]> Pictures { get; } = new();

    public ConcurrentQueue<AvatarOptions> Builds { get; } = new();

    /// <summary>The clips of the last avatar that was begun.</summary>
    public IReadOnlyList<byte[]> Clips { get; private set; } = [];

    /// <summary>What the report on footage finds.</summary>
    public IReadOnlyList<Finding> Findings { get; set; } = [];

    public string Device { get; set; } = "cpu";

    public ModelStore Models => models;

    public ModelPuller Puller { get; set; } = new(options ?? new PipelineOptions(), models, TimeProvider.System);

    public ModelVerifier Verifier { get; } = new(options ?? new PipelineOptions(), models);

    public void Dispose() => Puller.Dispose();

    public LexiconFolder Lexicons { get; } = new(Path.Combine(models.Folder, "..", "lexicons"));

    public async Task BuildAvatarAsync(
        IReadOnlyList<string> footagePaths, string outputFolder, string workFolder, AvatarOptions options, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        footagePaths.ShouldAllBe(path => File.Exists(path));
        Clips = [.. footagePaths.Select(File.ReadAllBytes)];
        Builds.Enqueue(options);
        string[] stages = ["intake", "track", "assess", "learn"];
        foreach (var stage in options.Studio ? [.. stages, "tune"] : stages)
        {
            await RunStageAsync(stage, workFolder, progress, cancellationToken);
            if (stage == "assess")
            {
                var report = new FootageReport(options.FootageName, 5, 125, 640, 360, new Dictionary<string, double>(), Findings);
                await File.WriteAllTextAsync(Path.Combine(workFolder, AvatarBuilder.ReportJsonName), JsonSerializer.Serialize(report, JsonSerializerOptions.Web), cancellationToken);
                Directory.CreateDirectory(Path.Combine(workFolder, AvatarBuilder.FramesFolder));
                foreach (var frame in Findings.SelectMany(f => f.Frames))
                {
                    await File.WriteAllTextAsync(Path.Combine(workFolder, AvatarBuilder.FrameName(frame)), $"frame {frame}", cancellationToken);
                }

                await File.WriteAllTextAsync(Path.Combine(workFolder, AvatarBuilder.ReportHtmlName), Report, cancellationToken);
                if (Error is not null)
                {
                    throw Error;
                }

                report.RequireUsable();
                if (options.Review)
                {
                    report.RequireGood();
                }
            }
        }

        Directory.Exists(outputFolder).ShouldBeFalse();
        Directory.CreateDirectory(outputFolder);
        await File.WriteAllTextAsync(Path.Combine(outputFolder, "avatar.json"), options.Name, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(outputFolder, AvatarPackage.PosterName), "a picture", cancellationToken);
    }

    /// <summary>What the comparison of a consent clip gives, where one was sent.</summary>
    public ConsentMatch ConsentMatch { get; set; } = new(1.25, 2.75);

    public ConsentMatch? ReadConsentMatch(string avatarFolder) => Builds.LastOrDefault()?.ConsentClip is null ? null : ConsentMatch;

    public async Task<VideoResult> RenderVideoAsync(
        string avatarFolder, VideoRequest request, string outputPath, string workFolder, IProgress<StageProgress> progress, ISegmentCrew crew, CancellationToken cancellationToken)
    {
        File.Exists(Path.Combine(avatarFolder, "avatar.json")).ShouldBeTrue();
        if (request.Picture?.Background.PicturePath is { } picture)
        {
            Pictures.Enqueue(await File.ReadAllBytesAsync(picture, cancellationToken));
        }

        Requests.Enqueue(request);
        foreach (var stage in new[] { "speak", "move", "plan", "render", "assemble" })
        {
            if (stage == "render" && Frames > 0)
            {
                progress.Report(new StageProgress(stage, 0));
                await RenderSegmentsAsync(Directory.CreateDirectory(Path.Combine(workFolder, "video-1")).FullName, crew, f => progress.Report(new StageProgress(stage, f)), cancellationToken);
                continue;
            }

            await RunStageAsync(stage, workFolder, progress, cancellationToken);
            if (stage == "speak" && Error is not null)
            {
                throw Error;
            }
        }

        await File.WriteAllBytesAsync(outputPath, Video, cancellationToken);
        var captions = CaptionFile.Formats.Where(f => request.Captions.Files.HasFlag(f)).Select(f => Path.ChangeExtension(outputPath, CaptionFile.Extension(f))).ToList();
        captions.ForEach(c => File.WriteAllText(c, $"captions{Path.GetExtension(c)}"));
        return new VideoResult(outputPath, 2, 50, captions, new Dictionary<string, double> { ["render"] = 0.5 }) { Marks = request.Text?.Contains("<mark", StringComparison.Ordinal) == true ? [new MarkTiming("here", 1.5)] : [] };
    }

    /// <summary>Frames of each video, which is rendered in segments; 0 to render it in one.</summary>
    public int Frames { get; set; }

    /// <summary>What rendering a segment waits for; told whether this is a helper.</summary>
    public Func<int, bool, CancellationToken, Task> SegmentGate { get; set; } = (_, _, _) => Task.CompletedTask;

    /// <summary>Segments that were rendered here, in order.</summary>
    public ConcurrentQueue<(int Segment, bool Helping)> Segments { get; } = new();

    public Task RenderSegmentsAsync(string avatarFolder, string folder, ISegmentCrew crew, CancellationToken cancellationToken)
    {
        File.Exists(Path.Combine(avatarFolder, "avatar.json")).ShouldBeTrue();
        Directory.Exists(folder).ShouldBeTrue();
        return RenderSegmentsAsync(folder, crew, report: null, cancellationToken);
    }

    private async Task RenderSegmentsAsync(string folder, ISegmentCrew crew, Action<double>? report, CancellationToken cancellationToken)
    {
        var board = new SegmentBoard(folder, Frames, report ?? (_ => { }));
        await crew.BeginAsync(board, cancellationToken);
        while (await crew.TakeAsync(cancellationToken) is { } segment)
        {
            await SegmentGate(segment, report is null, cancellationToken);
            await File.WriteAllTextAsync(board.PathOf(segment), "", cancellationToken);
            board.Report(segment, board.FramesOf(segment));
            Segments.Enqueue((segment, report is null));
            await crew.FinishAsync(segment, cancellationToken);
        }
    }

    /// <summary>What is heard of a text, in pieces.</summary>
    public IReadOnlyList<float[]> Speech { get; set; } = [[0, 0.5f], [-0.5f, 1]];

    /// <summary>Texts that were spoken to whoever listens.</summary>
    public ConcurrentQueue<(string? Avatar, VideoRequest Request)> Spoken { get; } = new();

    public async IAsyncEnumerable<SpokenPart> SpeakAsync(string? avatarFolder, VideoRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Spoken.Enqueue((avatarFolder, request));
        if (Error is not null)
        {
            throw Error;
        }

        foreach (var (samples, i) in Speech.Select((samples, i) => (samples, i)))
        {
            await Gate($"speech {i}", cancellationToken);
            yield return new SpokenPart(new PcmAudio(samples, 22_050), [], [], []);
        }
    }

    /// <summary>What was last set for an avatar's voice.</summary>
    public VoiceChoice? Chosen { get; private set; }

    public async Task<AvatarVoiceResponse> ShowVoiceAsync(string avatarFolder, string language, CancellationToken cancellationToken)
    {
        var voice = (await ListVoicesAsync(cancellationToken)).First(v => v.Language.StartsWith(language, StringComparison.Ordinal));
        return new AvatarVoiceResponse(
            new VoiceMeasures(12, new PitchRange(181.4, 150, 210), 0.7, 4.2, -19.5), Chosen, language, new FittedVoice(voice, Chosen?.Pitch ?? -1.5, Chosen?.Rate ?? 0.95, 198));
    }

    public Task ChooseVoiceAsync(string avatarFolder, VoiceChoice choice, CancellationToken cancellationToken)
    {
        choice.Check();
        Chosen = choice;
        return Task.CompletedTask;
    }

    public IReadOnlyList<Voice> Voices { get; set; } =
    [
        new("en-us", "English (America)", "en-us", "double"),
        new("en-gb", "English (Great Britain)", "en-gb", "double"),
        new("fr", "French (France)", "fr", "double"),
        new("de", "German", "de", "double"),
    ];

    public Task<IReadOnlyList<Voice>> ListVoicesAsync(CancellationToken cancellationToken) => Task.FromResult(Voices);

    private async Task RunStageAsync(string stage, string workFolder, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var mark = Path.Combine(workFolder, stage + ".done");
        if (!File.Exists(mark))
        {
            progress.Report(new StageProgress(stage, 0.5));
            await Gate(stage, cancellationToken);
            Worked.Enqueue(stage);
            await File.WriteAllTextAsync(mark, "", cancellationToken);
        }

        progress.Report(new StageProgress(stage, 1));
    }
}
