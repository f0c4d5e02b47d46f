using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Cli;

/// <summary>The shell script itself, from a folder that is not its own.</summary>
public sealed class ScriptTests
{
    [SkippableFact]
    public async Task Help_FromAnyFolder_ExplainsTheVerbsOfTheScript()
    {
        var (code, output) = await RunAsync(Script("ruying"), "help");

        code.ShouldBe(0);
        foreach (var verb in new[] { "setup", "demo", "serve", "admin backup", "test", "bench", "evaluate", "train", "help" })
        {
            output.ShouldContain(verb);
        }
    }

    [SkippableTheory]
    [InlineData("ruying")]
    [InlineData(".ci/run")]
    public async Task Script_Parsed_IsValid(string name)
    {
        var (code, output) = await RunAsync("bash", "-n", Script(name));

        code.ShouldBe(0, output);
    }

    private static string Script(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Ruying.sln")))
        {
            folder = folder.Parent;
        }

        Skip.If(folder is null, "the tests run outside the source tree");
        return Path.Combine(folder!.FullName, name);
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
