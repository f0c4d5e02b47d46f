using System.CommandLine;
using System.Text.Json;
using Ruying.Cli;
using Ruying.Pipeline;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Cli;

public sealed class RuyingCommandLineTests : IDisposable
{
    private readonly CliTestHost _cli = new();

    [Theory]
    [InlineData("nonsense")]
    [InlineData("avatar")]
    [InlineData("avatar build")]
    [InlineData("avatar build missing.mp4")]
    [InlineData("avatar build missing.mp4 --out new --face tallest")]
    [InlineData("avatar build missing.mp4 --out new")]
    [InlineData("avatar report missing.mp4")]
    [InlineData("video render anna --text hello")]
    [InlineData("video render anna --out a.mp4")]
    [InlineData("video render anna --text hello --rate fast --out a.mp4")]
    [InlineData("video render anna --script missing.txt --out a.mp4")]
    [InlineData("video render anna --text hello --out a.avi")]
    [InlineData("demo --footage missing.mp4")]
    [InlineData("demo --samples missing")]
    [InlineData("models import missing.onnx --name a")]
    [InlineData("models import")]
    [InlineData("models remove nobody")]
    [InlineData("voices --device abacus")]
    [InlineData("evaluate")]
    [InlineData("evaluate missing.mp4")]
    [InlineData("evaluate missing.mp4 --suite missing")]
    [InlineData("evaluate --suite missing --out new")]
    public async Task Run_ArgumentsThatCannotBeFollowed_OneLineAndExitCode2(string line)
    {
        var code = await _cli.RunAsync(line.Split(' '));

        code.ShouldBe(2);
        _cli.Out.ShouldBeEmpty();
        _cli.Error.ShouldStartWith("ruying: ");
        _cli.Error.TrimEnd().Split('\n').Length.ShouldBe(1);
    }

    [Fact]
    public async Task VideoRender_TextAndAudio_Refused()
    {
        var code = await _cli.RunAsync("video", "render", "anna", "--text", "hello", "--audio", _cli.File("a.wav"), "--out", Path.Combine(_cli.Folder, "a.mp4"));

        code.ShouldBe(2);
        _cli.Error.ShouldContain("exactly one of --text, --script and --audio");
    }

    [Theory]
    [InlineData("avatar build missing.mp4 --out new --json", "file.missing")]
    [InlineData("nonsense --json", "usage")]
    public async Task Run_UserErrorAsJson_ErrorDocumentOnly(string line, string expected)
    {
        var code = await _cli.RunAsync(line.Split(' '));

        code.ShouldBe(2);
        _cli.Error.ShouldBeEmpty();
        ErrorCode(_cli.Out).ShouldBe(expected);
    }

    [Fact]
    public async Task Run_RuyingException_ItsCodeAndExitCode2()
    {
        _cli.Pipeline = _ => throw new EnvironmentException("speech.engine_missing", "Install espeak-ng.");

        (await _cli.RunAsync("voices")).ShouldBe(2);
        _cli.Error.ShouldBe($"ruying: Install espeak-ng. [speech.engine_missing]{Environment.NewLine}");
    }

    [Fact]
    public async Task Run_OtherException_StackTraceAndExitCode1()
    {
        _cli.Pipeline = _ => throw new NotSupportedException("a broken assumption");

        (await _cli.RunAsync("voices")).ShouldBe(1);
        _cli.Out.ShouldBeEmpty();
        _cli.Error.ShouldContain("a broken assumption");
        _cli.Error.ShouldContain("   at ");
        _cli.Error.ShouldContain("open an issue");
    }

    [Fact]
    public async Task Run_OtherExceptionAsJson_ErrorDocumentAndExitCode1()
    {
        _cli.Pipeline = _ => throw new NotSupportedException("a broken assumption");

        (await _cli.RunAsync("voices", "--json")).ShouldBe(1);
        ErrorCode(_cli.Out).ShouldBe("internal");
    }

    [Fact]
    public async Task Run_Cancelled_ExitCode130()
    {
        using var stop = new CancellationTokenSource();
        _cli.Pipeline = _ =>
        {
            stop.Cancel();
            throw new FootageException("file.not_a_video", "ffmpeg ended early");
        };

        (await RuyingCommandLine.RunAsync(["voices"], _cli.Host, stop.Token)).ShouldBe(130);
        _cli.Error.ShouldContain("[cancelled]");
    }

    [Fact]
    public async Task AvatarBuild_OutputNotEmpty_RefusedBeforeAnyWork()
    {
        var footage = _cli.File("anna.mp4");
        _cli.Pipeline = _ => throw new InvalidOperationException("work has begun");

        (await _cli.RunAsync("avatar", "build", footage, "--out", _cli.Folder)).ShouldBe(2);
        _cli.Error.ShouldContain("[output.not_empty]");
    }

    [Fact]
    public async Task VideoRender_TextThatBeginsWithAt_IsNoFileToRead()
    {
        await _cli.RunAsync("video", "render", "anna", "--text", "@noon we meet", "--out", Path.Combine(_cli.Folder, "a.mp4"));

        _cli.Error.ShouldNotContain("[usage]");
    }

    [Theory]
    [InlineData]
    [InlineData("help")]
    public async Task Help_Overview_NamesEveryVerb(params string[] args)
    {
        (await _cli.RunAsync(args)).ShouldBe(0);

        foreach (var verb in Verbs(RuyingCommandLine.CreateRoot(_cli.Host)))
        {
            _cli.Out.Split('\n').ShouldContain(
                line => line.StartsWith("  " + verb, StringComparison.Ordinal) || line.StartsWith("  ./ruying " + verb, StringComparison.Ordinal), verb);
        }
    }

    [Fact]
    public async Task Help_OfEachVerb_ShowsOptionsAndExamples()
    {
        foreach (var verb in Verbs(RuyingCommandLine.CreateRoot(_cli.Host)).Where(verb => verb != "help"))
        {
            using var cli = new CliTestHost();
            (await cli.RunAsync(["help", .. verb.Split(' ')])).ShouldBe(0);

            cli.Out.ShouldContain($"ruying {verb}");
            cli.Out.ShouldContain("--json");
            cli.Out.ShouldContain("Examples:");
        }
    }

    public void Dispose() => _cli.Dispose();

    private static string ErrorCode(string json) =>
        JsonDocument.Parse(json).RootElement.GetProperty("error").GetProperty("code").GetString()!;

    private static IEnumerable<string> Verbs(Command command) =>
        command.Subcommands.SelectMany(child => child.Subcommands.Count > 0 ? Verbs(child).Select(v => $"{child.Name} {v}") : [child.Name]);
}
