using System.Text.Json.Nodes;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Captions;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Pictures;
using Ruying.Pipeline.Videos;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.EndToEnd;

/// <summary>Videos before another background, of another shape and size.</summary>
[Collection(HostAvatarTests.Name)]
public sealed class PictureTests(HostAvatar host) : IDisposable
{
    private static readonly OnnxSessions Sessions = new(new PipelineOptions { Device = "cpu" });

    private readonly TempFolder _work = new();
    private readonly AvatarPackage _avatar = AvatarPackage.Open(host.Folder);

    public void Dispose()
    {
        _avatar.Dispose();
        _work.Dispose();
    }

    [Fact]
    public async Task RenderAsync_Colour_IsBehindThePersonAndNotOnThem()
    {
        var filmed = await RenderAsync("filmed.mp4", null);
        var coloured = await RenderAsync("coloured.mp4", new PictureOptions { Background = Background.Parse("#00ff00") });
        using var before = await FrameAsync(filmed);
        using var after = await FrameAsync(coloured);

        // Pure green in BT.709, limited range.
        ((double)after.Y[Corner(after)]).ShouldBe(173, 3);
        ((double)after.U[0]).ShouldBe(42, 3);
        Math.Abs(before.Y[Corner(before)] - 173).ShouldBeGreaterThan(3);

        // The face differs by two encodings only.
        var (x, y) = ((int)_avatar.Frames[0].ToPicture.Apply(0, 0.35).X, (int)_avatar.Frames[0].ToPicture.Apply(0, 0.35).Y);
        for (var row = y - 60; row < y + 60; row++)
        {
            for (var column = x - 60; column < x + 60; column++)
            {
                ((double)after.Y[(row * after.Width) + column]).ShouldBe(before.Y[(row * before.Width) + column], 30);
            }
        }
    }

    [Fact]
    public async Task RenderAsync_PictureUprightSmaller_IsThatSizeBeforeThePicture()
    {
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "color=white:s=320x200", "-frames:v", "1", _work.File("white.png"));
        var options = new PictureOptions { Background = Background.Parse(_work.File("white.png")), Aspect = Aspect.Upright, Resolution = 360 };
        var video = await RenderAsync("upright.mp4", options, new CaptionOptions { Burn = true });

        (await Ffmpeg.ProbeAsync(video, "v:0", "width,height")).ShouldBe("360,640");
        using var frame = await FrameAsync(video);
        ((double)frame.Y[Corner(frame)]).ShouldBe(235, 3);

        // What another worker would need lies in the work folder, and says what was asked.
        var folder = Directory.EnumerateDirectories(_work.File("upright.mp4-work"), "video-*").Single();
        var order = Ruying.Pipeline.Videos.Segments.RenderOrder.Read(folder);
        order.Picture.Background.PicturePath.ShouldBeNull();
        order.Files.ShouldAllBe(file => File.Exists(Path.Combine(folder, file)));
        order.Files.Count().ShouldBe(7);
    }

    [Fact]
    public async Task RenderAsync_TransparentWebM_HasOpaquePersonAndNothingElse()
    {
        var video = await RenderAsync("clear.webm", new PictureOptions { Background = Background.Parse("none"), Format = VideoFormat.WebM });
        (await Ffmpeg.ProbeAsync(video, "v:0", "codec_name")).ShouldBe("vp9");
        (await Ffmpeg.ProbeAsync(video, "a:0", "codec_name")).ShouldBe("opus");

        // Laid over green: the corner is green, the face is not, the label is there.
        await Ffmpeg.RunAsync(
            "-c:v", "libvpx-vp9", "-i", video, "-filter_complex", "color=0x00ff00:s=768x768:r=25[b];[b][0:v]overlay=shortest=1:format=auto,scale=out_color_matrix=bt709:out_range=tv", "-frames:v", "20", "-c:v", "libx264", "-pix_fmt", "yuv420p", _work.File("laid.mp4"));
        using var frame = await FrameAsync(_work.File("laid.mp4"));
        ((double)frame.U[0]).ShouldBeLessThan(70);
        var (x, y) = _avatar.Frames[0].ToPicture.Apply(0, 0.35);
        ((double)frame.U[((int)y / 2 * (frame.Width / 2)) + ((int)x / 2)]).ShouldBeGreaterThan(90);
        ((double)frame.U[((frame.Height - 50) / 2 * (frame.Width / 2)) + (frame.Width / 2) - 40]).ShouldBeGreaterThan(90);
    }

    [Fact]
    public async Task RenderAsync_AvatarBuiltBeforeThereWereMasks_LooksTheSame()
    {
        _avatar.MasksPath.ShouldNotBeNull();
        (await Ffmpeg.ProbeAsync(_avatar.MasksPath!, "v:0", "nb_frames")).ShouldBe($"{_avatar.Frames.Count}");
        foreach (var file in Directory.GetFiles(host.Folder).Where(file => Path.GetFileName(file) != AvatarPackage.MasksName))
        {
            File.Copy(file, Path.Combine(Directory.CreateDirectory(_work.File("former")).FullName, Path.GetFileName(file)));
        }

        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(_work.File("former/avatar.json")))!;
        manifest["files"]!.AsObject().Remove(AvatarPackage.MasksName).ShouldBeTrue();
        await File.WriteAllTextAsync(_work.File("former/avatar.json"), manifest.ToJsonString());
        using var former = AvatarPackage.Open(_work.File("former"));
        former.MasksPath.ShouldBeNull();

        // The script's seed is the manifest's too, so each frame is compared with the same base frame's own.
        var framing = Framing.Of(former.Manifest.Width, former.Manifest.Height, former.Frames, Aspect.Upright, null, 360);
        int[] frames = [.. Enumerable.Range(40, 12)];
        await new MatteMaker(Sessions).MakeAsync(_avatar, frames, framing, Directory.CreateDirectory(_work.File("with")).FullName, _ => { }, default);
        await new MatteMaker(Sessions).MakeAsync(former, frames, framing, Directory.CreateDirectory(_work.File("without")).FullName, _ => { }, default);
        using var with = await VideoReader.ReadAsync(_work.File("with/" + Matte.FileName), new VideoRange(6, 1)).FirstAsync();
        using var without = await VideoReader.ReadAsync(_work.File("without/" + Matte.FileName), new VideoRange(6, 1)).FirstAsync();
        (with.Width, with.Height).ShouldBe((framing.Width, framing.Height));
        var apart = with.Y.ToArray().Zip(without.Y.ToArray()).Average(pair => Math.Abs(pair.First - pair.Second));
        apart.ShouldBeLessThan(1);

        // It could have failed: a person is there, and all of the rest is not.
        with.Y.ToArray().Count(luma => luma > 230).ShouldBeInRange(with.Y.Length / 10, with.Y.Length * 9 / 10);
        with.Y.ToArray().Count(luma => luma < 20).ShouldBeGreaterThan(with.Y.Length / 20);
    }

    private static int Corner(VideoFrame frame) => (frame.Width * 8) + 8;

    private static async Task<VideoFrame> FrameAsync(string path) => await VideoReader.ReadAsync(path, new VideoRange(10, 1)).FirstAsync();

    private async Task<string> RenderAsync(string name, PictureOptions? picture, CaptionOptions? captions = null)
    {
        var request = new VideoRequest { Text = "Good morning.", Picture = picture, Captions = captions ?? new() };
        return (await host.Pipeline.Videos.RenderAsync(_avatar, request, _work.File(name), _work.File($"{name}-work"))).Path;
    }
}
