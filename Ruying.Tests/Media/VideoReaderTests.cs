using CsCheck;
using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Media;

public sealed class VideoReaderTests : IAsyncLifetime, IDisposable
{
    private const int Count = 110;
    private static readonly VideoWriterOptions Base = new() { Keyint = VideoReader.BaseGop, BFrames = false, Preset = "ultrafast" };
    private readonly TempFolder _folder = new();
    private string _video = "";

    public async Task InitializeAsync() => _video = await CountedFrames.WriteAsync(_folder.Path, Count, Base);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReadAsync_WholeFile_YieldsEveryFrameInOrder()
    {
        var (shown, indices) = await CollectAsync(VideoReader.ReadAsync(_video));

        shown.ShouldBe(Enumerable.Range(0, Count));
        indices.ShouldBe(Enumerable.Range(0, Count));
    }

    [Fact]
    public async Task ReadRunAsync_AnyRunForwardsOrBackwards_IsExactToTheFrame()
    {
        var runs = from first in Gen.Int[0, Count - 1]
                   from forwards in Gen.Bool
                   from count in Gen.Int[1, forwards ? Count - first : first + 1]
                   select (first, count, step: forwards ? 1 : -1);
        await runs.SampleAsync(
            async run =>
            {
                var (shown, indices) = await CollectAsync(VideoReader.ReadRunAsync(_video, run.first, run.count, run.step));
                var expected = Enumerable.Range(0, run.count).Select(i => run.first + (i * run.step)).ToList();
                shown.ShouldBe(expected);
                indices.ShouldBe(expected);
            },
            iter: 12,
            threads: 1);
    }

    [Fact]
    public async Task ReadAsync_VideoWithBFrames_RangeIsExactToTheFrame()
    {
        using var folder = new TempFolder();
        var video = await CountedFrames.WriteAsync(folder.Path, 60, new VideoWriterOptions());

        var (shown, _) = await CollectAsync(VideoReader.ReadAsync(video, new VideoRange(37, 9)));

        shown.ShouldBe(Enumerable.Range(37, 9));
    }

    [Fact]
    public async Task ReadAsync_RangePastTheEnd_YieldsWhatThereIs()
    {
        var (shown, _) = await CollectAsync(VideoReader.ReadAsync(_video, new VideoRange(Count - 2, 10)));

        shown.ShouldBe([Count - 2, Count - 1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task ReadRunAsync_ConsumerThrows_ItsErrorIsSeenAndNoFfmpegIsLeft(int step)
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(async () =>
        {
            await foreach (var frame in VideoReader.ReadRunAsync(_video, 50, 40, step))
            {
                frame.Dispose();
                throw new InvalidOperationException("mine");
            }
        });

        error.Message.ShouldBe("mine");
        Children().ShouldBe(0);
    }

    [Fact]
    public async Task ReadAsync_Cancelled_EndsWithOperationCanceled()
    {
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var frame in VideoReader.ReadAsync(_video, cancellationToken: stop.Token))
            {
                frame.Dispose();
                await stop.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task ReadAsync_BrokenFile_ThrowsFfmpegFailed()
    {
        var broken = _folder.File("broken.mp4");
        await File.WriteAllBytesAsync(broken, (await File.ReadAllBytesAsync(_video))[..600]);

        await Should.ThrowAsync<FfmpegFailedException>(() => CollectAsync(VideoReader.ReadAsync(broken)));
    }

    [Fact]
    public async Task ReadAsync_NoSuchFile_ThrowsFileMissing()
    {
        var error = await Should.ThrowAsync<FootageException>(() => CollectAsync(VideoReader.ReadAsync(_folder.File("none.mp4"))));

        error.Code.ShouldBe("file.missing");
    }

    private static async Task<(List<int> Shown, List<int> Indices)> CollectAsync(IAsyncEnumerable<VideoFrame> frames)
    {
        List<int> shown = [], indices = [];
        await foreach (var frame in frames)
        {
            using (frame)
            {
                shown.Add(CountedFrames.Read(frame));
                indices.Add((int)frame.Index);
            }
        }

        return (shown, indices);
    }

    /// <summary>ffmpeg processes that still hold this test's video open, or that nobody has waited for.</summary>
    private int Children() => Directory.GetDirectories("/proc").Count(p =>
    {
        try
        {
            var stat = File.ReadAllText(System.IO.Path.Combine(p, "stat"));
            return stat.Contains("(ffmpeg)", StringComparison.Ordinal)
                && (stat.Contains($") Z {Environment.ProcessId} ", StringComparison.Ordinal)
                    || Directory.GetFiles(System.IO.Path.Combine(p, "fd")).Any(f => File.ResolveLinkTarget(f, false)?.FullName == _video));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });
}
