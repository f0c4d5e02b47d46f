using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Media;

public sealed class JoinedIntakeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task NormaliseAsync_ClipsOfTwoSizesAndRates_BecomeOneOfTheLargestSize()
    {
        var clips = new[] { await MakeAsync("a.mp4", "320x240", 30, "red", 440), await MakeAsync("b.mp4", "640x360", 24, "blue", null), await MakeAsync("c.mp4", "640x360", 25, "green", 880) };
        var heard = new List<double>();
        var footage = await Intake.NormaliseAsync(clips, _folder.File("work"), new Fractions(heard));

        (footage.Width, footage.Height).ShouldBe((640, 360));
        footage.Frames.ShouldBeInRange(224, 226);
        footage.Joins.Count.ShouldBe(2);
        footage.Joins[0].ShouldBeInRange(74, 76);
        footage.Joins[1].ShouldBeInRange(149, 151);
        footage.Findings.ShouldBeEmpty();
        await IntakeChecks.SoundFitsAsync(footage);
        heard.ShouldBeInOrder();
        heard[^1].ShouldBe(1);
        heard.Count(h => h >= 1).ShouldBe(1);

        var sound = WavFile.Read(footage.AudioPath16k!);
        Loudness(sound, 1).ShouldBeGreaterThan(0.05);
        Loudness(sound, 4.5).ShouldBe(0);
        Loudness(sound, 8).ShouldBeGreaterThan(0.05);

        // Exact to the frame, forwards and backwards across a join.
        var join = footage.Joins[1];
        var colours = new List<(long Frame, int Blue)>();
        await foreach (var frame in VideoReader.ReadRunAsync(footage.VideoPath, join + 3, 7, -1))
        {
            using (frame)
            {
                colours.Add((frame.Index, Blue(frame)));
            }
        }

        colours.Select(c => c.Frame).ShouldBe(Enumerable.Range(join - 3, 7).Reverse().Select(i => (long)i));
        colours.Where(c => c.Frame < join).ShouldAllBe(c => c.Blue > 180);
        colours.Where(c => c.Frame >= join).ShouldAllBe(c => c.Blue < 120);

        var again = await Intake.NormaliseAsync(clips, _folder.File("work"));
        (again.VideoPath, again.Frames).ShouldBe((footage.VideoPath, footage.Frames));
        again.Joins.ShouldBe(footage.Joins);
    }

    [Fact]
    public async Task NormaliseAsync_UprightAndWide_AreRefused()
    {
        var clips = new[] { await MakeAsync("a.mp4", "180x320", 25, "red", null), await MakeAsync("b.mp4", "320x180", 25, "blue", null) };
        (await Should.ThrowAsync<FootageException>(() => Intake.NormaliseAsync(clips, _folder.File("work")))).Code.ShouldBe("footage.shapes");
    }

    [Fact]
    public async Task NormaliseAsync_TooManyOrABadOne_TellsBeforeWorking()
    {
        var clip = await MakeAsync("a.mp4", "320x180", 25, "red", null);
        (await Should.ThrowAsync<FootageException>(() => Intake.NormaliseAsync([.. Enumerable.Repeat(clip, 11)], _folder.File("work")))).Code.ShouldBe("footage.too_many");
        await File.WriteAllTextAsync(_folder.File("bad.mp4"), "no video");
        (await Should.ThrowAsync<FootageException>(() => Intake.NormaliseAsync([clip, _folder.File("bad.mp4")], _folder.File("work")))).Code.ShouldBe("file.not_a_video");
        Directory.Exists(_folder.File("work")).ShouldBeFalse();
    }

    private async Task<string> MakeAsync(string name, string size, int rate, string colour, int? tone)
    {
        var path = _folder.File(name);
        string[] sound = tone is null ? [] : ["-f", "lavfi", "-i", $"sine=frequency={tone}:duration=3", "-c:a", "aac"];
        await Ffmpeg.RunAsync(["-f", "lavfi", "-i", $"color={colour}:s={size}:r={rate}:d=3", .. sound, "-c:v", "libx264", "-pix_fmt", "yuv420p", path]);
        return path;
    }

    private static double Loudness(PcmAudio sound, double second) => sound.Samples.AsSpan((int)(second * sound.SampleRate), 1600).ToArray().Max(Math.Abs);

    private static int Blue(VideoFrame frame) => frame.U[frame.U.Length / 2];

    private sealed class Fractions(List<double> heard) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            lock (heard)
            {
                heard.Add(value.Fraction);
            }
        }
    }
}
