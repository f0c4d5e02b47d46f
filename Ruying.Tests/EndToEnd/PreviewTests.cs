using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Captions;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Videos;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.EndToEnd;

/// <summary>A preview is the beginning of its video.</summary>
[Collection(HostAvatarTests.Name)]
public sealed class PreviewTests(HostAvatar host) : IDisposable
{
    private const string Short = "Good morning, everybody. This was never filmed, and it is soon over.";

    /// <summary>As it comes out of the renderer, so that it can be compared.</summary>
    private static readonly PreviewOptions FullSize = new() { ShortSide = PreviewOptions.MostSide };

    private readonly TempFolder _work = new();
    private readonly AvatarPackage _avatar = AvatarPackage.Open(host.Folder);

    public void Dispose()
    {
        _avatar.Dispose();
        _work.Dispose();
    }

    [Fact]
    public async Task RenderAsync_PreviewOfAShortScript_ShowsTheFramesOfTheVideo()
    {
        var request = new VideoRequest { Text = Short, Captions = new CaptionOptions { Files = CaptionFormats.Srt, Burn = true } };
        var whole = await RenderAsync(request, "whole");
        var preview = await RenderAsync(request with { Preview = FullSize }, "preview");

        (preview.Frames, preview.Seconds).ShouldBe((75, 3.0));
        (await Ffmpeg.ProbeAsync(preview.Path, "v:0", "nb_frames")).ShouldBe("75");
        double.Parse(await Ffmpeg.ProbeAsync(preview.Path, "a:0", "duration"), System.Globalization.CultureInfo.InvariantCulture).ShouldBe(3, 0.04);
        foreach (var index in new[] { 3, 40, 74 })
        {
            (await DifferenceAsync(whole.Path, preview.Path, index, 1)).ShouldBeLessThan(40, $"frame {index}: no more than two encodings differ");
        }

        var captions = await File.ReadAllTextAsync(preview.Captions.ShouldHaveSingleItem());
        captions.ShouldStartWith((await File.ReadAllTextAsync(whole.Captions[0]))[..30]);
        captions.Split('\n').Where(line => line.Contains("-->", StringComparison.Ordinal)).Select(line => line.Trim()[^12..]).ShouldAllBe(end => string.CompareOrdinal(end, "00:00:03,000") <= 0);

        // Another script moves otherwise: the comparison above could have failed.
        var other = await RenderAsync(new VideoRequest { Text = "Something else is said here.", Preview = FullSize }, "other");
        (await DifferenceAsync(whole.Path, other.Path, 40, 2)).ShouldBeGreaterThan(60);
    }

    [Fact]
    public async Task RenderAsync_PreviewOfALongScript_SpeaksTheBeginningAndMovesAsTheVideo()
    {
        var request = new VideoRequest { Text = string.Concat(Enumerable.Repeat("Here are some more words to say, and they go on. ", 9)) };
        var whole = await RenderAsync(request, "whole");
        whole.Seconds.ShouldBeGreaterThan(22);
        var preview = await RenderAsync(request with { Preview = FullSize }, "preview");

        preview.Frames.ShouldBe(75);
        foreach (var index in new[] { 3, 40, 74 })
        {
            (await DifferenceAsync(whole.Path, preview.Path, index, 2)).ShouldBeLessThan(40, $"frame {index}: the same base frame");
        }

        var (all, heard) = (Sound("whole"), Sound("preview"));
        heard.Length.ShouldBeLessThan(all.Length * 9 / 10);
        heard.AsSpan(44).SequenceEqual(all.AsSpan(44, heard.Length - 44)).ShouldBeTrue("the same speech");
    }

    [Fact]
    public async Task RenderAsync_PreviewOfACopyOfARecording_MovesAsTheVideo()
    {
        await Ffmpeg.RunAsync("-i", host.Footage, "-vn", "-t", "5", _work.File("one.wav"));
        File.Copy(_work.File("one.wav"), _work.File("two.wav"));
        File.SetLastWriteTimeUtc(_work.File("two.wav"), DateTime.UnixEpoch.AddYears(50));
        var whole = await RenderAsync(new VideoRequest { AudioPath = _work.File("one.wav") }, "whole");
        var preview = await RenderAsync(new VideoRequest { AudioPath = _work.File("two.wav"), Preview = FullSize }, "preview");
        foreach (var index in new[] { 3, 40, 74 })
        {
            (await DifferenceAsync(whole.Path, preview.Path, index, 1)).ShouldBeLessThan(40, $"frame {index}");
        }
    }

    [Fact]
    public async Task RenderAsync_PreviewOfAScriptOfOneWord_IsAllOfItAndSmall()
    {
        var preview = await RenderAsync(new VideoRequest { Text = "Hello.", Preview = new PreviewOptions() }, "preview");
        preview.Frames.ShouldBe(Clock.FramesFor(preview.Seconds));
        preview.Frames.ShouldBeLessThan(75);
        (await Ffmpeg.ProbeAsync(preview.Path, "v:0", "width,height,nb_frames")).ShouldBe($"360,360,{preview.Frames}");
        new FileInfo(preview.Path).Length.ShouldBeLessThan(400_000);
    }

    [Fact]
    public async Task Speaker_OfATextWithoutAVoice_SpeaksAsTheVideoDoes()
    {
        var request = new VideoRequest { Text = Short };
        var video = await RenderAsync(request with { Preview = FullSize }, "spoken");
        var (asked, voice) = await host.Pipeline.Speaker.ChooseAsync(_avatar.Manifest, request, default);
        var parts = await host.Pipeline.Speaker.StreamAsync(asked, null, default).ToListAsync();
        WavFile.Write(_work.File("heard.wav"), new PcmAudio([.. parts.SelectMany(part => part.Audio.Samples)], parts[0].Audio.SampleRate));

        voice.ShouldBe(video.Voice);
        (await File.ReadAllBytesAsync(_work.File("heard.wav"))).ShouldBe(Sound("spoken"));
        (await host.Pipeline.Speaker.ChooseAsync(null, request, default)).Request.Voice.ShouldBe((await host.Pipeline.Speech.GetCatalogAsync()).Default("en").Id);
    }

    private Task<VideoResult> RenderAsync(VideoRequest request, string name) => host.Pipeline.Videos.RenderAsync(_avatar, request, _work.File($"{name}.mp4"), _work.File(name));

    private byte[] Sound(string name) => File.ReadAllBytes(SpokenTrack.SoundIn(Directory.EnumerateDirectories(_work.File(name), "video-*").Single()));

    /// <summary>The largest difference in brightness in a frame's upper part: the whole, or a half of it.</summary>
    private static async Task<int> DifferenceAsync(string first, string second, int index, int part)
    {
        var (one, other) = (await FrameAsync(first), await FrameAsync(second));
        return one.Take(one.Length / part).Zip(other).Max(pair => Math.Abs(pair.First - pair.Second));

        async Task<byte[]> FrameAsync(string path)
        {
            await foreach (var frame in VideoReader.ReadAsync(path))
            {
                using (frame)
                {
                    if (frame.Index == index)
                    {
                        return frame.Y.ToArray();
                    }
                }
            }

            throw new InvalidDataException($"{path} has no frame {index}.");
        }
    }
}
