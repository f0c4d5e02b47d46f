using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Rendering;
using Ruying.Pipeline.Rendering.Generators;
using Ruying.Pipeline.Videos;
using Ruying.Tests.Media;
using Ruying.Tests.Rendering.Generators;
using Shouldly;
using Xunit;

namespace Ruying.Tests.EndToEnd;

[Collection(HostAvatarTests.Name)]
public sealed class GeneratorEngineTests : IAsyncLifetime
{
    private readonly TempFolder _work = new();
    private readonly AvatarPackage _avatar;
    private readonly RuyingPipeline _pipeline;
    private MouthEngineFactory? _engine;

    public GeneratorEngineTests(HostAvatar host)
    {
        _avatar = AvatarPackage.Open(host.Folder);
        _pipeline = new RuyingPipeline(new PipelineOptions { Device = "cpu", ImportedModelsFolder = _work.File("store") });
    }

    private MouthMask Mask => _avatar.Manifest.Mask;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _engine?.Dispose();
        await _pipeline.DisposeAsync();
        _avatar.Dispose();
        _work.Dispose();
    }

    [Fact]
    public async Task Paint_WithANetworkThatPaints_ChangesTheMouthAndNothingOutside()
    {
        using var painter = await PainterAsync(TestGenerator.Heard(), Noise(), Open);
        using var frames = await FramesAsync(40, painter.RunLength);
        var befores = frames.List.Select(f => f.Copy()).ToArray();
        painter.RunLength.ShouldBe(8);

        painter.Paint(frames.Work, CancellationToken.None);

        for (var i = 0; i < frames.List.Count; i++)
        {
            Differences(befores[i], frames.List[i], frames.Work[i].Source, outside: true).ShouldBe(0);
            Differences(befores[i], frames.List[i], frames.Work[i].Source, outside: false).ShouldBeGreaterThan(500);
            befores[i].Dispose();
        }
    }

    [Theory]
    [InlineData("96", 3)]
    [InlineData("384", 1.5)]
    public async Task Paint_WithANetworkThatGivesTheFaceBack_LeavesTheFrameAsItWas(string side, double most)
    {
        using var painter = await PainterAsync(TestGenerator.Reference(side), Noise(), Open);
        using var frames = await FramesAsync(100, 2);
        var before = frames.List[1].Copy();

        painter.Paint(frames.Work, CancellationToken.None);

        // In place, in colour and in size: what is left is the loss of the network's pixels.
        var mask = MaskPixels(before, frames.Work[1].Source);
        mask.Average(p => Math.Abs(before.Y[p] - frames.List[1].Y[p])).ShouldBeLessThan(most);
        (mask.Average(p => (double)frames.List[1].Y[p]) - mask.Average(p => (double)before.Y[p])).ShouldBe(0, 1);
        var chroma = mask.Select(p => (p / before.Width / 2 * (before.Width / 2)) + (p % before.Width / 2)).ToArray();
        (chroma.Average(c => (double)frames.List[1].U[c]) - chroma.Average(c => (double)before.U[c])).ShouldBe(0, 0.5);
        (chroma.Average(c => (double)frames.List[1].V[c]) - chroma.Average(c => (double)before.V[c])).ShouldBe(0, 0.5);
        before.Dispose();
    }

    [Fact]
    public async Task Paint_InSilence_ShowsOurOwnMouth()
    {
        using var painter = await PainterAsync(TestGenerator.Heard(), Noise(), frame => frame == 2 ? 0.5f : 0);
        using var engine = _pipeline.Engines.Own(_avatar);
        using var own = new MouthPainter(engine.Make(), _avatar.Manifest.Crop, Mask);
        using var frames = await FramesAsync(60, 3);
        using var expected = await FramesAsync(60, 3);

        painter.Paint(frames.Work, CancellationToken.None);
        foreach (var work in expected.Work)
        {
            own.Paint([work], CancellationToken.None);
        }

        frames.List[0].Span.SequenceEqual(expected.List[0].Span).ShouldBeTrue();
        frames.List[1].Span.SequenceEqual(expected.List[1].Span).ShouldBeTrue();
        frames.List[2].Span.SequenceEqual(expected.List[2].Span).ShouldBeFalse("at half speech both show");
    }

    [Fact]
    public void Find_OfABaseFrame_HoldsForeheadAndChin()
    {
        var boxes = new FaceBoxes(_avatar.Frames, _avatar.Manifest.Template, [0, 0, 0, 0]);
        var padded = new FaceBoxes(_avatar.Frames, _avatar.Manifest.Template, [0.1, 0.2, 0.3, 0.4]);
        for (var i = 0; i < _avatar.Frames.Count; i += 20)
        {
            var frame = _avatar.Frames[i];
            var box = boxes.Find(i, _avatar.Manifest.Width, _avatar.Manifest.Height)!.Value;
            var (chinX, chinY) = frame.ToPicture.Apply(frame.Jaw.Values[12], frame.Jaw.Values[13]);
            var eyes = frame.ToPicture.Scale;
            box.Bottom.ShouldBe(chinY, 0.1 * eyes);
            ((box.Left + box.Right) / 2).ShouldBe(chinX, 0.25 * eyes);
            (box.Width / eyes).ShouldBeInRange(1.3, 2.2);
            (box.Height / box.Width).ShouldBeInRange(1, 1.6);
            var wide = padded.Find(i, 10_000, 10_000)!.Value;
            (wide.Width / box.Width).ShouldBe(1.7, 0.01);
            (wide.Bottom - box.Bottom).ShouldBe(0.2 * box.Height, 0.5);
        }

        boxes.Find(0, 100, 60).ShouldBeNull("the face is not in such a picture");
    }

    [Fact]
    public async Task RenderAsync_OfAVideo_ShowsWhatTheNetworkHearsAndOurMouthInSilence()
    {
        await ImportAsync("painter", TestGenerator.Heard());
        var request = new VideoRequest { Text = "Good morning to you all. So long.", Engine = "painter" };
        var video = await _pipeline.Videos.RenderAsync(_avatar, request, _work.File("painted.mp4"), _work.File("painted"));
        await _pipeline.Videos.RenderAsync(_avatar, request with { Engine = null }, _work.File("own.mp4"), _work.File("own"));

        var painted = await MouthsAsync(_work.File("painted.mp4"));
        var own = await MouthsAsync(_work.File("own.mp4"));
        painted.Length.ShouldBe(video.Frames);

        // What the network should have heard, from the sound itself.
        var spoken = SpokenTrack.Find(Directory.EnumerateDirectories(_work.File("painted"), "video-*").Single())!;
        var mel = new MelSpectrum(await AudioReader.ReadAsync(spoken.SoundPath, 16_000), new GeneratorSettings());
        var window = new float[80 * 16];
        var heard = Enumerable.Range(0, video.Frames).Select(t =>
        {
            mel.CopyWindow(t, window);
            return (double)window.Average();
        }).ToArray();
        var speech = SilenceGate.FromPhonemes(spoken.Phonemes, video.Frames);
        var speaking = Enumerable.Range(0, video.Frames).Where(t => speech[t] == 1).ToArray();
        speaking.Length.ShouldBeGreaterThan(25);
        Correlation([.. speaking.Select(t => heard[t])], [.. speaking.Select(t => painted[t])]).ShouldBeGreaterThan(0.9);

        // Silence: not black, as the network would paint it, but our own mouth.
        var silent = Enumerable.Range(0, video.Frames).Where(t => speech[t] == 0).ToArray();
        silent.Length.ShouldBeGreaterThan(5);
        foreach (var t in silent)
        {
            painted[t].ShouldBe(own[t], 1.5, $"frame {t}");
        }
    }

    [Fact]
    public async Task RenderAsync_OfAnAvatarWithAnEngine_UsesItUnlessTheRequestSaysOtherwise()
    {
        var folder = _work.File("chosen");
        Copy(_avatar.Folder, folder);
        var manifest = Path.Combine(folder, AvatarPackage.ManifestName);
        var json = await File.ReadAllTextAsync(manifest);
        await File.WriteAllTextAsync(manifest, json.Replace("\"engine\": null", "\"engine\": \"gone\"", StringComparison.Ordinal));
        using var chosen = AvatarPackage.Open(folder);
        chosen.Manifest.Engine.ShouldBe("gone");
        var request = new VideoRequest { Text = "Hi." };

        (await Should.ThrowAsync<ModelException>(() => _pipeline.Videos.RenderAsync(chosen, request, _work.File("a.mp4"), _work.File("a")))).Code.ShouldBe("model.unknown");
        (await _pipeline.Videos.RenderAsync(chosen, request with { Engine = ModelStore.Own }, _work.File("a.mp4"), _work.File("a"))).Frames.ShouldBeGreaterThan(5);

        // A package from before there were engines.
        await File.WriteAllTextAsync(manifest, json.Replace("\"engine\": null,", "", StringComparison.Ordinal));
        using var old = AvatarPackage.Open(folder);
        old.Manifest.Engine.ShouldBeNull();
    }

    private static float Open(int frame) => 1;

    private static float[] Noise()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, 32_000).Select(_ => (float)((random.NextDouble() - 0.5) * 0.8))];
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private static double Correlation(double[] a, double[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        var both = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return both / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }

    private async Task<StoredModel> ImportAsync(string name, byte[] network)
    {
        var file = _work.File($"{name}.onnx");
        await File.WriteAllBytesAsync(file, network);
        return await _pipeline.Models.ImportAsync(file, null, name);
    }

    private async Task<MouthPainter> PainterAsync(byte[] network, float[] sound, Func<int, float> speech)
    {
        var model = await ImportAsync("tested", network);
        var wav = _work.File("sound.wav");
        WavFile.Write(wav, new PcmAudio(sound, 16_000));
        _engine?.Dispose();
        _engine = await _pipeline.Engines.PrepareAsync(model, _avatar, wav, [.. Enumerable.Range(0, 50).Select(speech)], CancellationToken.None);
        return new MouthPainter(_engine.Make(), _avatar.Manifest.Crop, Mask);
    }

    private Task<BaseRun> FramesAsync(int first, int count) => BaseRun.ReadAsync(_avatar, first, count);

    // Mean luma in the middle of the mask: there any engine's mouth shows.
    private async Task<double[]> MouthsAsync(string video)
    {
        var means = new List<double>();
        await foreach (var frame in VideoReader.ReadAsync(video))
        {
            using (frame)
            {
                means.Add(MaskPixels(frame, _avatar.Frames[0]).Average(p => (double)frame.Y[p]));
            }
        }

        return [.. means];
    }

    private List<int> MaskPixels(VideoFrame frame, BaseFrame source)
    {
        var toCrop = _avatar.Manifest.Crop.ToPicture(source.ToPicture).Inverse;
        return [.. Enumerable.Range(0, frame.Width * frame.Height).Where(p =>
        {
            var (x, y) = toCrop.Apply(p % frame.Width, p / frame.Width);
            return Mask.Radius(x, y) < 0.5;
        })];
    }

    private int Differences(VideoFrame before, VideoFrame after, BaseFrame source, bool outside)
    {
        var toCrop = _avatar.Manifest.Crop.ToPicture(source.ToPicture).Inverse;
        var margin = 1 + (3 * toCrop.Scale / Math.Min(Mask.RadiusX, Mask.RadiusY));
        var changed = 0;
        for (var p = 0; p < before.Span.Length; p++)
        {
            if (before.Span[p] != after.Span[p])
            {
                var (plane, stride, step) = p < before.Y.Length ? (p, before.Width, 1) : ((p - before.Y.Length) % before.U.Length, before.Width / 2, 2);
                var (x, y) = toCrop.Apply(plane % stride * step, plane / stride * step);
                changed += Mask.Radius(x, y) > margin == outside ? 1 : 0;
            }
        }

        return changed;
    }

    /// <summary>Base frames as the plan of a video would give them: output frame t shows base frame first + t with a neutral mouth.</summary>
    private sealed class BaseRun : IDisposable
    {
        private BaseRun(AvatarPackage avatar, int first, List<VideoFrame> frames)
        {
            List = frames;
            var shaper = new MouthShaper(avatar.Manifest.Neutral.Shape, avatar.Manifest.Neutral.Width);
            Work = [.. frames.Select((frame, t) => new MouthWork(
                t, first + t, avatar.Frames[first + t], frame, new ChosenMouths(0, []), shaper.Shape(new float[90], avatar.Frames[first + t])))];
        }

        public List<VideoFrame> List { get; }

        public MouthWork[] Work { get; }

        public static async Task<BaseRun> ReadAsync(AvatarPackage avatar, int first, int count)
        {
            var frames = new List<VideoFrame>();
            await foreach (var frame in VideoReader.ReadAsync(avatar.BasePath, new VideoRange(first, count)))
            {
                frames.Add(frame);
            }

            return new BaseRun(avatar, first, frames);
        }

        public void Dispose() => List.ForEach(f => f.Dispose());
    }
}
