using System.Text.Json;
using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Media;

public sealed class VideoAssemblerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AssembleAsync_Segments_JoinsThemToTheFrameWithSoundAndTags(bool bFrames)
    {
        var segments = await SegmentsAsync(bFrames, 25, 60, 7);
        var output = _folder.File("the \"film\".mp4");
        var tags = new Dictionary<string, string>
        {
            ["title"] = "A \"title\"; with = # \\ and\na second line",
            ["AIGC"] = "{\"Label\":\"1\",\"ContentProducer\":\"Ruying\"}",
        };

        await VideoAssembler.AssembleAsync(segments, Tone(92 / 25.0), output, tags);

        var shown = await ShownAsync(output);
        shown.ShouldBe(Enumerable.Range(0, 92));
        var times = (await Ffmpeg.StartAsync("ffprobe", ["-v", "error", "-select_streams", "v:0", "-show_entries", "frame=pts", "-of", "csv=p=0", output]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => long.Parse(line.TrimEnd(',')));
        times.ShouldBe(Enumerable.Range(0, 92).Select(i => i * 512L));
        (await Ffmpeg.ProbeAsync(output, "a:0", "codec_name,sample_rate,channels,start_time")).ShouldBe("aac,48000,1,0.000000");
        using var format = JsonDocument.Parse(await Ffmpeg.StartAsync("ffprobe", ["-v", "error", "-show_format", "-of", "json", output]));
        var found = format.RootElement.GetProperty("format").GetProperty("tags");
        found.GetProperty("title").GetString().ShouldBe(tags["title"]);
        found.GetProperty("AIGC").GetString().ShouldBe(tags["AIGC"]);
        (await AudioReader.ReadAsync(output, 16_000)).Seconds.ShouldBe(92 / 25.0, 0.05);
        var bytes = await File.ReadAllBytesAsync(output);
        bytes.AsSpan().IndexOf("moov"u8).ShouldBeLessThan(bytes.AsSpan().IndexOf("mdat"u8));
    }

    [Fact]
    public async Task AssembleAsync_SegmentMissing_ThrowsAndLeavesNothing()
    {
        var error = await Should.ThrowAsync<FootageException>(() => VideoAssembler.AssembleAsync(
            [_folder.File("none.mp4")], Tone(1), _folder.File("a.mp4"), new Dictionary<string, string>()));

        error.Code.ShouldBe("file.missing");
        Directory.GetFiles(_folder.Path).ShouldBeEmpty();
    }

    private static PcmAudio Tone(double seconds) =>
        new([.. Enumerable.Range(0, (int)(seconds * 48_000)).Select(i => MathF.Sin(i * 0.05f) * 0.3f)], 48_000);

    private async Task<List<string>> SegmentsAsync(bool bFrames, params int[] lengths)
    {
        List<string> segments = [];
        var at = 0;
        foreach (var length in lengths)
        {
            segments.Add(_folder.File($"segment {segments.Count}'s.mp4"));
            await using var writer = new VideoWriter(segments[^1], 64, 48, new VideoWriterOptions { BFrames = bFrames });
            for (var i = 0; i < length; i++)
            {
                using var frame = CountedFrames.Make(at++);
                await writer.WriteAsync(frame);
            }

            await writer.CompleteAsync();
        }

        return segments;
    }

    private static async Task<List<int>> ShownAsync(string path)
    {
        List<int> shown = [];
        await foreach (var frame in VideoReader.ReadAsync(path))
        {
            using (frame)
            {
                shown.Add(CountedFrames.Read(frame));
            }
        }

        return shown;
    }
}
