using System.Diagnostics;
using System.Text.RegularExpressions;
using Ruying.Tests.Media;
using Ruying.Tests.Samples;
using Shouldly;
using Xunit;

namespace Ruying.Tests.EndToEnd;

/// <summary>The commands of <c>docs/api.md</c>, as a reader would run them: from top to bottom, against a service of its own.</summary>
public sealed partial class ApiDocumentTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Document_EveryCommand_DoesWhatItSays()
    {
        foreach (var program in new[] { "curl", "jq", "bash" })
        {
            Skip.IfNot(Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program))), $"{program} is not installed");
        }

        var root = Path.GetDirectoryName(Path.GetDirectoryName(HostClip.Path))!;
        var commands = Blocks().Matches(await File.ReadAllTextAsync(Path.Combine(root, "docs", "api.md"))).Select(block => block.Groups[1].Value).ToList();
        commands.Count.ShouldBeGreaterThan(8);
        File.Copy(HostClip.Path, _folder.File("anna.mp4"));
        using var service = await ServiceProcess.StartAsync(_folder.File("data"));

        var start = new ProcessStartInfo("bash", ["-euxo", "pipefail", "-c", string.Join('\n', commands)])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["RUYING"] = service.Client.BaseAddress!.ToString().TrimEnd('/');
        using var bash = Process.Start(start)!;
        var (output, error) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(10));
        bash.ExitCode.ShouldBe(0, $"{await output}\n{await error}");
        new FileInfo(_folder.File("welcome.mp4")).Length.ShouldBeGreaterThan(10_000);
        (await File.ReadAllTextAsync(_folder.File("welcome.srt"))).ShouldContain("Welcome to the course.");
    }

    [GeneratedRegex("^```bash\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Blocks();
}
