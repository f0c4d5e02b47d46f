using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Media;

public sealed class IntakeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("a.mp4", "libx264", "aac")]
    [InlineData("a.mov", "libx265", "aac", "-tag:v", "hvc1", "-preset", "ultrafast")]
    [InlineData("a.mkv", "libx265", "flac", "-pix_fmt", "yuv420p10le", "-preset", "ultrafast")]
    [InlineData("a.webm", "libvpx", "libvorbis", "-deadline", "realtime", "-cpu-used", "8")]
    [InlineData("b.webm", "libvpx-vp9", "libopus", "-deadline", "realtime", "-cpu-used", "8")]
    [InlineData("c.webm", "libsvtav1", "libopus", "-preset", "12")]
    [InlineData("a.avi", "mpeg4", "libmp3lame")]
    [InlineData("a.mpg", "mpeg1video", "mp2")]
    [InlineData("b.mpg", "mpeg2video", "mp2")]
    [InlineData("a.ts", "mpeg2video", "mp2")]
    [InlineData("b.mp4", "libx264", "aac", "-pix_fmt", "yuv422p10le")]
    [InlineData("b.mkv", "libx264", "aac", "-pix_fmt", "yuv444p")]
    public async Task NormaliseAsync_ContainerAndCodec_ComesIn(string name, string video, string audio, params string[] more)
    {
        await RequireEncoderAsync(video);
        var path = await MakeAsync(name, 30, ["-c:v", video, .. more, "-c:a", audio]);

        var footage = await Intake.NormaliseAsync(path, _folder.File("work"));

        (footage.Width, footage.Height).ShouldBe((320, 180));
        footage.Frames.ShouldBeInRange(99, 101);
        footage.Findings.ShouldBeEmpty();
        await IntakeChecks.SoundFitsAsync(footage);
        var plain = await Intake.NormaliseAsync(await MakeAsync("plain.mp4", 30, ["-c:v", "libx264", "-crf", "4", "-c:a", "aac"]), _folder.File("work"));
        (await IntakeChecks.MedianPsnrAsync(plain.VideoPath, footage.VideoPath)).ShouldBeGreaterThan(24);
        Math.Abs(IntakeChecks.Lag(WavFile.Read(plain.AudioPath16k!), WavFile.Read(footage.AudioPath16k!))).ShouldBeLessThan(0.045);
    }

    [Theory]
    [InlineData("yuvj420p", "pc")]
    [InlineData("yuv420p", "tv")]
    public async Task NormaliseAsync_FullOrLimitedRange_BlackAndWhiteComeOutLimited(string format, string range)
    {
        var path = _folder.File("a.mp4");
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "color=black:s=64x64:d=2[b];color=white:s=64x64:d=2[w];[b][w]concat,format=yuv444p,scale=out_range=" + range + $",format={format}",
            "-color_range", range, "-c:v", "libx264", "-crf", "1", path);

        var footage = await Intake.NormaliseAsync(path, _folder.File("work"));

        var lumas = await LumasAsync(footage);
        lumas[10].ShouldBeInRange(14, 18);
        lumas[90].ShouldBeInRange(233, 237);
    }

    [Theory]
    [InlineData("arib-std-b67", 0.75)]
    [InlineData("smpte2084", 0.58)]
    public async Task NormaliseAsync_Hdr_ReferenceWhiteComesOutBrightAndGreyInBetween(string transfer, double white)
    {
        // Reference white (203 cd/m2) is that signal level; below it half as much signal.
        var path = _folder.File("a.mp4");
        var (high, low) = (64 + (876 * white), 64 + (876 * white / 2));
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", FormattableString.Invariant($"color=gray:s=64x64:d=4,format=yuv420p10le,geq=lum='if(lt(T,2),{low:F0},{high:F0})':cb=512:cr=512"),
            "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", $"log-level=none:colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc", "-tag:v", "hvc1", path);

        var footage = await Intake.NormaliseAsync(path, _folder.File("work"));

        await IntakeChecks.SoundFitsAsync(footage);
        var lumas = await LumasAsync(footage);
        lumas[90].ShouldBeInRange(150, 235);
        lumas[10].ShouldBeInRange(30, lumas[90] - 50);
    }

    [Theory]
    [InlineData("321x181", "1", 320, 180)]
    [InlineData("240x180", "4/3", 320, 180)]
    [InlineData("320x180", "3/4", 320, 240)]
    [InlineData("2560x1440", "1", 1920, 1080)]
    [InlineData("1000x3000", "1", 640, 1920)]
    public async Task NormaliseAsync_AnyShape_ComesOutEvenSquareAndBounded(string size, string aspect, int width, int height)
    {
        var path = _folder.File("a.mkv");
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", $"testsrc2=s={size}:d=3:r=5,setsar={aspect},format=yuv444p", "-c:v", "libx264", "-preset", "ultrafast", path);

        var footage = await Intake.NormaliseAsync(path, _folder.File("work"));

        (footage.Width, footage.Height).ShouldBe((width, height));
        (await Ffmpeg.ProbeAsync(footage.VideoPath, "v:0", "sample_aspect_ratio")).ShouldBe("1:1");
    }

    [Fact]
    public async Task NormaliseAsync_HalfAMinuteOfVariableRate_KeepsPictureAndSoundInStep()
    {
        // Frames dropped at random; at every full second the picture is white and the sound beeps for 0.2 s.
        var path = _folder.File("a.mp4");
        await Ffmpeg.RunAsync(
            "-f", "lavfi", "-i", "color=black:s=64x64:d=30:r=30,geq=lum='if(lt(mod(T,1),0.2),235,16)':cb=128:cr=128,select='eq(n,0)+gt(random(1),0.4)'",
            "-f", "lavfi", "-i", "sine=1000:d=30:r=44100,volume=0:enable='gte(mod(t,1),0.2)'",
            "-fps_mode", "vfr", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", path);

        var footage = await Intake.NormaliseAsync(path, _folder.File("work"));

        footage.Frames.ShouldBeInRange(747, 751);
        var lumas = await LumasAsync(footage);
        var sound = WavFile.Read(footage.AudioPath16k!).Samples.Chunk(640).Select(c => c.Max()).ToList();
        // Late in the clip as at its start; a dropped frame may show a flash a frame or two late.
        foreach (var second in new[] { 2, 15, 28 })
        {
            var flash = Enumerable.Range((second * 25) - 5, 12).First(i => lumas[i] > 125);
            var beep = Enumerable.Range((second * 25) - 5, 12).First(i => sound[i] > 0.03f);
            Math.Abs(flash - beep).ShouldBeLessThanOrEqualTo(3);
        }
    }

    [Fact]
    public async Task NormaliseAsync_PictureStartsAfterSound_BothBeginWithThePicture()
    {
        var path = _folder.File("a.mkv");
        await Ffmpeg.RunAsync(
            "-itsoffset", "1.5", "-f", "lavfi", "-i", "testsrc2=s=64x64:d=4:r=25",
            "-f", "lavfi", "-i", "sine=1000:d=6:r=48000,volume=0:enable='lt(t,2)'",
            "-c:v", "libx264", "-c:a", "flac", path);

        var footage = await Intake.NormaliseAsync(path, _folder.File("work"));

        footage.Frames.ShouldBeInRange(99, 101);
        var samples = WavFile.Read(footage.AudioPath16k!).Samples;
        (Array.FindIndex(samples, s => MathF.Abs(s) > 0.03f) / 16_000.0).ShouldBe(0.5, 0.03);
    }

    [Fact]
    public async Task NormaliseAsync_Interlaced_IsWovenIntoWholeFrames()
    {
        var path = _folder.File("a.mpg");
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "testsrc2=s=320x192:d=4:r=50", "-vf", "interlace=scan=tff:lowpass=0", "-c:v", "mpeg2video", "-q:v", "2", "-flags", "+ilme+ildct", path);

        var footage = await Intake.NormaliseAsync(path, _folder.File("work"));

        footage.Frames.ShouldBeInRange(99, 101);
        await IntakeChecks.SoundFitsAsync(footage);
    }

    [Fact]
    public async Task NormaliseAsync_WebmWithoutLength_IsMeasured()
    {
        // As browsers record it: streamed, so that no length could be written.
        var path = _folder.File("a.webm");
        await Ffmpeg.StartAsync("sh", ["-c", "ffmpeg -v error -f lavfi -i testsrc2=s=64x64:d=4:r=30 -c:v libvpx -deadline realtime -f webm - > \"$0\"", path]);

        (await Intake.NormaliseAsync(path, _folder.File("work"))).Frames.ShouldBeInRange(99, 101);
    }

    [Theory]
    [InlineData("it's \"quoted\" -f concat.mp4")]
    [InlineData("two\nlines $(touch x) %d.mp4")]
    [InlineData("影 avatar;.txt")]
    public async Task NormaliseAsync_AnyName_IsOnlyAName(string name)
    {
        var path = _folder.File(name);
        File.Move(await MakeAsync("a.mp4", 25, ["-c:v", "libx264", "-c:a", "aac"]), path);

        (await Intake.NormaliseAsync(path, _folder.File("wo \"rk"))).Frames.ShouldBe(100);
    }

    [Fact]
    public async Task NormaliseAsync_Again_UsesWhatIsThere()
    {
        var path = await MakeAsync("a.mp4", 25, ["-c:v", "libx264", "-c:a", "aac"]);
        var first = await Intake.NormaliseAsync(path, _folder.File("work"));
        var written = File.GetLastWriteTimeUtc(first.VideoPath);

        var second = await Intake.NormaliseAsync(path, _folder.File("work"));

        (second with { Joins = first.Joins }).ShouldBeEquivalentTo(first);
        second.Joins.ShouldBe(first.Joins);
        File.GetLastWriteTimeUtc(second.VideoPath).ShouldBe(written);
        var other = await Intake.NormaliseAsync(path, _folder.File("work"), new IntakeOptions { LongestSide = 100 });
        (other.Width, other.Height).ShouldBe((100, 56));
    }

    [Fact]
    public async Task NormaliseAsync_Progress_GrowsToOneOnce()
    {
        var path = await MakeAsync("a.mp4", 25, ["-c:v", "libx264", "-c:a", "aac"]);
        var reports = new Reports();

        await Intake.NormaliseAsync(path, _folder.File("work"), reports);

        reports.Seen.Count(p => p.Fraction >= 1).ShouldBe(1);
        reports.Seen[^1].ShouldBe(new StageProgress("intake", 1));
    }

    [Fact]
    public async Task NormaliseAsync_Cancelled_LeavesNoHalfFile()
    {
        var path = await MakeAsync("a.mp4", 25, ["-c:v", "libx264", "-c:a", "aac"]);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await Intake.NormaliseAsync(path, _folder.File("work"), cancellationToken: stop.Token);
            // Quicker than the timer: then the token's own exception.
            await Task.Delay(Timeout.Infinite, stop.Token);
        });

        Directory.GetFiles(_folder.Path, "*.partial", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    private static async Task<List<int>> LumasAsync(NormalisedFootage footage)
    {
        List<int> lumas = [];
        await foreach (var frame in VideoReader.ReadAsync(footage.VideoPath))
        {
            using (frame)
            {
                lumas.Add(frame.Y[(frame.Height / 2 * frame.Width) + (frame.Width / 2)]);
            }
        }

        return lumas;
    }

    private async Task<string> MakeAsync(string name, int rate, string[] encode)
    {
        var path = _folder.File(name);
        await Ffmpeg.RunAsync([
            "-f", "lavfi", "-i", $"testsrc2=s=320x180:d=4:r={rate}",
            "-f", "lavfi", "-i", "sine=440:d=4:r=48000,volume='0.2+0.8*lt(mod(t,0.7),0.2)':eval=frame", .. encode, path]);
        return path;
    }

    private static async Task RequireEncoderAsync(string encoder) => Skip.IfNot(
        (await Ffmpeg.StartAsync("ffmpeg", ["-v", "error", "-encoders"])).Contains(encoder, StringComparison.Ordinal),
        $"this ffmpeg has no {encoder}");

    private sealed class Reports : IProgress<StageProgress>
    {
        public List<StageProgress> Seen { get; } = [];

        public void Report(StageProgress value) => Seen.Add(value);
    }
}
