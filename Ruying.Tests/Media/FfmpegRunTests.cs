using FFMpegCore;
using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Media;

public sealed class FfmpegRunTests
{
    [SkippableFact]
    public async Task RunAsync_NoSpaceLeft_ThrowsDiskFull()
    {
        Skip.IfNot(File.Exists("/dev/full"), "no device that is always full here");

        var error = await Should.ThrowAsync<EnvironmentException>(() => FfmpegRun.RunAsync(Endless("/dev/full", "-t 1"), CancellationToken.None));

        error.Code.ShouldBe("disk.full");
    }

    [Fact]
    public async Task RunAsync_TimeLimitPassed_ThrowsTimeout() =>
        await Should.ThrowAsync<TimeoutException>(() => FfmpegRun.RunAsync(Endless("/dev/null", ""), CancellationToken.None, TimeSpan.FromSeconds(1)));

    [Fact]
    public async Task RunAsync_Cancelled_Ends()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));

        await Should.ThrowAsync<OperationCanceledException>(() => FfmpegRun.RunAsync(Endless("/dev/null", ""), stop.Token));
    }

    private static FFMpegArgumentProcessor Endless(string output, string limit) => FFMpegArguments
        .FromFileInput("anullsrc", verifyExists: false, o => o.WithCustomArgument($"{FfmpegRun.Global} -re -f lavfi"))
        .OutputToFile(output, overwrite: true, o => o.WithCustomArgument($"{limit} -c:a pcm_s16le -f wav"));
}
