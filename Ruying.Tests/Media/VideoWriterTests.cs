using Ruying.Pipeline.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Media;

public sealed class VideoWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CompleteAsync_FileNameWithQuotesAndSpaces_WritesThere()
    {
        var path = _folder.File("it's \"mine\" -y;\nnew.mp4");
        await using (var writer = new VideoWriter(path, 64, 48))
        {
            using var frame = CountedFrames.Make(5);
            await writer.WriteAsync(frame);
            await writer.CompleteAsync();
        }

        Directory.GetFiles(_folder.Path).ShouldBe([path]);
    }

    [Fact]
    public async Task DisposeAsync_NotCompleted_LeavesNothing()
    {
        await using (var writer = new VideoWriter(_folder.File("a.mp4"), 64, 48))
        {
            using var frame = CountedFrames.Make(5);
            await writer.WriteAsync(frame);
        }

        Directory.GetFiles(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task WriteAsync_LosslessOptions_KeepsEveryPixel()
    {
        var path = _folder.File("a.mp4");
        using var frame = new VideoFrame(64, 48);
        new Random(1).NextBytes(frame.Span);
        await using (var writer = new VideoWriter(path, 64, 48, new VideoWriterOptions { Crf = 0, Preset = "ultrafast" }))
        {
            await writer.WriteAsync(frame);
            await writer.CompleteAsync();
        }

        await foreach (var read in VideoReader.ReadAsync(path))
        {
            read.Span.SequenceEqual(frame.Span).ShouldBeTrue();
            read.Dispose();
        }
    }

    [Fact]
    public async Task WriteAsync_LogFolderGiven_KeepsTheLog()
    {
        var options = new VideoWriterOptions { LogFolder = _folder.File("logs") };
        await using var writer = new VideoWriter(_folder.File("a.mp4"), 64, 48, options);
        using var frame = CountedFrames.Make(5);
        await writer.WriteAsync(frame);
        await writer.CompleteAsync();

        (await File.ReadAllTextAsync(_folder.File("logs/a.mp4.ffmpeg.log"))).ShouldStartWith("ffmpeg ");
    }

    [Fact]
    public async Task WriteAsync_EncoderRefuses_ThrowsWithItsLog()
    {
        var error = await Should.ThrowAsync<FfmpegFailedException>(async () =>
        {
            await using var writer = new VideoWriter(_folder.File("a.mp4"), 64, 48, new VideoWriterOptions { Preset = "nonsense" });
            using var frame = CountedFrames.Make(5);
            for (var i = 0; i < 1000; i++)
            {
                await writer.WriteAsync(frame);
            }
        });

        error.LogTail.ShouldContain("preset");
        Directory.GetFiles(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task WriteAsync_FrameOfOtherSize_Throws()
    {
        await using var writer = new VideoWriter(_folder.File("a.mp4"), 64, 48);
        using var frame = new VideoFrame(32, 32);

        await Should.ThrowAsync<ArgumentException>(async () => await writer.WriteAsync(frame));
    }
}
