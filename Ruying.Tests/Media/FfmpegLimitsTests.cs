using System.Diagnostics;
using FFMpegCore;
using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Media;

public sealed class FfmpegLimitsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_MoreProcessorTimeThanAllowed_IsTooCostly() =>
        (await CodeAsync("testsrc2=s=1920x1080", "-f null", "/dev/null", new FfmpegLimits { ProcessorTime = TimeSpan.FromSeconds(1) })).ShouldBe("footage.too_costly");

    [Fact]
    public async Task RunAsync_LargerFileThanAllowed_IsTooCostlyAndStopsThere()
    {
        var path = _folder.File("large.raw");
        (await CodeAsync("testsrc2=s=640x480", "-f rawvideo", path, new FfmpegLimits { FileBytes = 1_000_000 })).ShouldBe("footage.too_costly");
        new FileInfo(path).Length.ShouldBeLessThanOrEqualTo(1_000_000);
    }

    [Fact]
    public async Task RunAsync_OtherLimits_AreThoseOfTheProcess()
    {
        using var stop = new CancellationTokenSource();
        var limits = new FfmpegLimits { MemoryBytes = 3L << 30, OpenFiles = 77 };
        var output = _folder.File("sound.wav");
        var run = FfmpegRun.RunAsync(Sound(output, ""), stop.Token, limits: limits);
        var text = await File.ReadAllTextAsync($"/proc/{await FindAsync(output)}/limits");
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => run);

        Limit(text, "Max address space").ShouldBe("3221225472");
        Limit(text, "Max open files").ShouldBe("77");
        Limit(text, "Max core file size").ShouldBe("0");
        Limit(text, "Max cpu time").ShouldBe("28800");
        Limit(text, "Max file size").ShouldBe("34359738368");
    }

    [Fact]
    public async Task RunAsync_StartedByAThreadThatEnds_GoesOn()
    {
        Task<string>? run = null;
        var starter = new Thread(() => run = FfmpegRun.RunAsync(Sound(_folder.File("sound.wav"), "-t 2"), CancellationToken.None));
        starter.Start();
        starter.Join();
        await run!;
        WavFile.Seconds(_folder.File("sound.wav")).ShouldBe(2, 0.1);
    }

    [Fact]
    public async Task Program_WhoeverStartedItIsKilled_DiesToo()
    {
        using var program = new LimitedProgram(new FfmpegLimits());
        var output = _folder.File("sound.wav");
        using var parent = Process.Start(new ProcessStartInfo(
            "sh", ["-c", $"'{program.Folder}/ffmpeg' -nostdin -v error -re -f lavfi -i anullsrc -t 60 -f wav '{output}' & wait"]))!;
        var id = await FindAsync(output);
        parent.Kill();
        await Eventually.SoAsync(() => !IsAlive(id));

        IsAlive(id).ShouldBeFalse();
    }

    [Theory]
    [InlineData("prlimit", "util-linux")]
    [InlineData("setpriv", "util-linux")]
    [InlineData("ffmpeg", "apt-get install ffmpeg")]
    [InlineData("ffprobe", "apt-get install ffmpeg")]
    public void Program_OneIsNotInstalled_SaysWhich(string missing, string advice)
    {
        foreach (var name in new[] { "prlimit", "setpriv", "ffmpeg", "ffprobe" }.Where(n => n != missing))
        {
            File.WriteAllText(_folder.File(name), "");
        }

        var error = Should.Throw<EnvironmentException>(() => new LimitedProgram(new FfmpegLimits(), _folder.Path));

        error.Code.ShouldBe("program.missing");
        error.Message.ShouldStartWith(missing);
        error.Message.ShouldContain(advice);
    }

    private static async Task<string> CodeAsync(string source, string output, string path, FfmpegLimits limits)
    {
        var processor = FFMpegArguments
            .FromFileInput(source, verifyExists: false, o => o.WithCustomArgument($"{FfmpegRun.Global} -f lavfi"))
            .OutputToFile(path, overwrite: true, o => o.WithCustomArgument(output));
        return (await Should.ThrowAsync<FootageException>(() => FfmpegRun.RunAsync(processor, CancellationToken.None, TimeSpan.FromMinutes(2), limits: limits))).Code;
    }

    private static FFMpegArgumentProcessor Sound(string output, string length) => FFMpegArguments
        .FromFileInput("anullsrc", verifyExists: false, o => o.WithCustomArgument($"{FfmpegRun.Global} -re -f lavfi"))
        .OutputToFile(output, overwrite: true, o => o.WithCustomArgument($"{length} -ac 1 -c:a pcm_s16le -fflags +bitexact -flags:a +bitexact -f wav"));

    /// <summary>The process that is ffmpeg itself by now and writes this file.</summary>
    private static async Task<int> FindAsync(string output)
    {
        for (var i = 0; i < 200; i++)
        {
            foreach (var process in Process.GetProcessesByName("ffmpeg"))
            {
                using (process)
                {
                    if (IsAlive(process.Id) && ReadCommand(process.Id).Contains(output, StringComparison.Ordinal) && File.Exists(output))
                    {
                        return process.Id;
                    }
                }
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("ffmpeg did not start");
    }

    private static string ReadCommand(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    // One that has ended and that nobody waited for has no command any more.
    private static bool IsAlive(int id) => File.Exists($"/proc/{id}/cmdline") && ReadCommand(id).Length > 0;

    private static string Limit(string text, string name) =>
        text.Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
}
