using System.Diagnostics;
using System.Text.Json.Nodes;
using OpenCvSharp;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Evaluation;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Pictures;
using Ruying.Pipeline.Rendering;
using Ruying.Pipeline.Videos;
using Size = OpenCvSharp.Size;

namespace Ruying.Benchmarks;

/// <summary>
/// Another background: what masking a frame costs when the avatar is built and when a video is made, how steady the masks are in time (of the
/// network, after smoothing, at the edge), and how long previews take, with the avatar's masks and as of an avatar that has none.
/// </summary>
public sealed class PictureBenchmark(BenchmarkFootage footage) : IBenchmark
{
    private const int Frames = 150;
    private const string Script = "Good morning, and welcome to the programme. Today we look at five bright people who make plans for spring.";

    public string Name => "picture";

    public async Task<IReadOnlyDictionary<string, double>> RunAsync(CancellationToken cancellationToken)
    {
        await using var pipeline = new RuyingPipeline(new PipelineOptions { CacheFolder = Path.Combine(Path.GetTempPath(), "ruying-bench-cache") });
        using var sessions = new OnnxSessions(new PipelineOptions());
        var folder = await footage.AvatarAsync(pipeline, cancellationToken);
        using var avatar = AvatarPackage.Open(folder);
        var manifest = avatar.Manifest;
        int[] plan = [.. Enumerable.Range(0, Math.Min(Frames, avatar.Frames.Count))];
        var figures = new Dictionary<string, double> { ["width"] = manifest.Width, ["height"] = manifest.Height, ["frames"] = plan.Length };
        figures["ms_mask"] = await MasksAsync(sessions, avatar, plan, cancellationToken);
        var whole = Framing.Whole(manifest.Width, manifest.Height);
        figures["ms_matte_whole"] = await MatteAsync(sessions, avatar, plan, whole, "whole", cancellationToken);
        figures["ms_matte_preview"] = await MatteAsync(sessions, avatar, plan, Framing.Of(manifest.Width, manifest.Height, avatar.Frames, Aspect.Original, null, 360), "preview", cancellationToken);
        await SteadinessAsync(figures, sessions, avatar, plan, cancellationToken);

        await PreviewAsync(pipeline, avatar, "warm", new PictureOptions(), cancellationToken);
        figures["seconds_preview_filmed"] = await PreviewAsync(pipeline, avatar, "filmed", new PictureOptions(), cancellationToken);
        var blur = new PictureOptions { Background = new Background { Kind = BackgroundKind.Blur } };
        figures["seconds_preview_blur"] = await PreviewAsync(pipeline, avatar, "blur", blur, cancellationToken);
        using var former = Former(folder);
        figures["seconds_preview_blur_without_masks"] = await PreviewAsync(pipeline, former, "former", blur, cancellationToken);
        return figures;
    }

    private async Task<double> MasksAsync(OnnxSessions sessions, AvatarPackage avatar, int[] plan, CancellationToken cancellationToken)
    {
        await using var masks = new PersonMasks(sessions, Path.Combine(footage.Work, "bench-masks.mp4"));
        var start = Stopwatch.GetTimestamp();
        await foreach (var frame in BaseFrameReader.ReadAsync(avatar.BasePath, plan, cancellationToken))
        {
            using (frame)
            {
                await masks.AddAsync(frame, cancellationToken);
            }
        }

        await masks.CompleteAsync(cancellationToken);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / plan.Length;
    }

    private async Task<double> MatteAsync(OnnxSessions sessions, AvatarPackage avatar, int[] plan, Framing framing, string name, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(footage.Work, $"matte-{name}")).FullName;
        var start = Stopwatch.GetTimestamp();
        await new MatteMaker(sessions).MakeAsync(avatar, plan, framing, folder, _ => { }, cancellationToken);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / plan.Length;
    }

    private async Task SteadinessAsync(Dictionary<string, double> figures, OnnxSessions sessions, AvatarPackage avatar, int[] plan, CancellationToken cancellationToken)
    {
        using MaskSteadiness raw = new(), smooth = new(), edge = new();
        using var segmenter = new PersonSegmenter(sessions);
        using var rgb = new Mat();
        await using var masks = BaseFrameReader.ReadAsync(Path.Combine(footage.Work, "bench-masks.mp4"), plan, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var mattes = BaseFrameReader.ReadAsync(Path.Combine(footage.Work, "matte-whole", Matte.FileName), plan, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await foreach (var frame in BaseFrameReader.ReadAsync(avatar.BasePath, plan, cancellationToken))
        {
            await masks.MoveNextAsync();
            await mattes.MoveNextAsync();
            using (frame)
            using (var mask = masks.Current)
            using (var matte = mattes.Current)
            using (var seen = PersonMasks.See(segmenter, frame, rgb))
            using (var said = Mat.FromPixelData(PersonMasks.Side, PersonMasks.Side, MatType.CV_32FC1, seen.Mask))
            {
                raw.Add(seen.Small, said);
                using var steady = Opacity(mask);
                using var cut = Opacity(matte);
                smooth.Add(seen.Small, steady);
                edge.Add(seen.Small, cut);
            }
        }

        (figures["flicker_network"], figures["flicker_smoothed"], figures["flicker_edge"], figures["still_share"]) = (raw.Flicker, smooth.Flicker, edge.Flicker, raw.StillShare);

        static Mat Opacity(VideoFrame frame)
        {
            var mask = new Mat();
            FrameImage.WithLuma(frame, luma =>
            {
                using var small = new Mat();
                Cv2.Resize(luma, small, new Size(PersonMasks.Side, PersonMasks.Side), 0, 0, InterpolationFlags.Area);
                small.ConvertTo(mask, MatType.CV_32FC1, 1 / Matte.Range, -Matte.Black / Matte.Range);
            });
            return mask;
        }
    }

    private async Task<double> PreviewAsync(RuyingPipeline pipeline, AvatarPackage avatar, string name, PictureOptions picture, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var request = new VideoRequest { Text = $"This is {name}. {Script}", Preview = new PreviewOptions(), Picture = picture };
        await pipeline.Videos.RenderAsync(avatar, request, Path.Combine(footage.Work, $"preview-{name}.mp4"), Path.Combine(footage.Work, $"preview-{name}"), cancellationToken: cancellationToken);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The avatar as it was built before masks were part of it.</summary>
    private AvatarPackage Former(string folder)
    {
        var copy = Directory.CreateDirectory(Path.Combine(footage.Work, "former")).FullName;
        foreach (var file in Directory.GetFiles(folder).Where(file => Path.GetFileName(file) != AvatarPackage.MasksName))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        var path = Path.Combine(copy, AvatarPackage.ManifestName);
        var manifest = JsonNode.Parse(File.ReadAllText(path))!;
        manifest["files"]!.AsObject().Remove(AvatarPackage.MasksName);
        File.WriteAllText(path, manifest.ToJsonString());
        return AvatarPackage.Open(copy);
    }
}
