using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.Configuration;
using Ruying.Api.Health;
using Ruying.Api.Settings;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Cli;

/// <summary>The container's files name what the script and the projects use. No container is built here.</summary>
public sealed class ContainerTests
{
    [SkippableFact]
    public void Dockerfile_Packages_AreThoseOfTheScript()
    {
        var script = Text("ruying");
        var wanted = Regex.Matches(script, @"\|\| need ([a-z][\w.+-]*) ").Select(m => m.Groups[1].Value).ToHashSet();
        wanted.Count.ShouldBe(6, "and the one whose name depends on the system");
        wanted.Add(Regex.Match(script, @"ubuntu:\*\) printf '([\w.+-]+)'").Groups[1].Value);

        var final = Text("Dockerfile").Split("AS final", 2)[1];
        var installed = Regex.Match(final, @"--no-install-recommends((?:\s+\\?\s*[a-z][\w.+-]*)+)").Groups[1].Value
            .Split([' ', '\\', '\n'], StringSplitOptions.RemoveEmptyEntries);
        installed.ShouldBe(wanted, ignoreOrder: true);
    }

    [SkippableFact]
    public void Dockerfile_CopiedPaths_AreThereAndLetThrough()
    {
        var root = Root();
        var ignore = File.ReadAllLines(Path.Combine(root, ".dockerignore"));
        ignore[0].ShouldBe("*");
        var copied = Copied();
        copied.ShouldNotBeEmpty();
        foreach (var path in copied)
        {
            Path.Exists(Path.Combine(root, path)).ShouldBeTrue(path);
            ignore.ShouldContain("!" + path);
        }

        ignore.Where(line => line.StartsWith('!')).Select(line => line[1..]).ShouldBe(copied, ignoreOrder: true);
    }

    [SkippableFact]
    public void Dockerfile_Projects_AreAllThatTheServiceIsMadeOf()
    {
        var root = Root();
        var needed = new HashSet<string>();
        var open = new Queue<string>(["Ruying.Api"]);
        while (open.TryDequeue(out var project))
        {
            if (needed.Add(project))
            {
                var references = XDocument.Load(Path.Combine(root, project, project + ".csproj")).Descendants("ProjectReference");
                references.Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value)).ToList().ForEach(open.Enqueue);
            }
        }

        Copied().Where(path => path.StartsWith("Ruying.", StringComparison.Ordinal)).ShouldBe(needed, ignoreOrder: true);
        Text("Dockerfile").ShouldContain("-p:RuyingGpu=${GPU}");
        Text("Directory.Build.props").ShouldContain("<RuyingGpu");
    }

    [SkippableFact]
    public void Dockerfile_WhatRuns_IsNobodySpecialAndIsWatched()
    {
        var text = Text("Dockerfile");
        var stages = Regex.Matches(text, @"^FROM \S+ AS (\S+)", RegexOptions.Multiline).Select(m => m.Groups[1].Value).ToList();
        stages.ShouldBe(["build", "runtime-false", "runtime-true", "final"]);
        Regex.Matches(text, "--from=(\\S+)").Select(m => m.Groups[1].Value).ShouldAllBe(stage => stages.Contains(stage));
        Regex.Matches(text, @"^FROM mcr\.microsoft\.com/\S+:(\S+) ", RegexOptions.Multiline).Select(m => m.Groups[1].Value).ShouldAllBe(tag => tag == "10.0-noble");

        Regex.Match(text, @"^USER (\d+):", RegexOptions.Multiline).Groups[1].Value.ShouldNotBeOneOf("", "0");
        text.ShouldContain("RUYING_DATA=/data");
        text.ShouldContain("VOLUME [\"/data\", \"/tmp\"]");
        text.ShouldContain("\"admin\", \"health\"");
        text.ShouldContain("ENTRYPOINT [\"dotnet\", \"/app/Ruying.Api.dll\"]");
        File.Exists(Path.Combine(AppContext.BaseDirectory, "Ruying.Api.dll")).ShouldBeTrue("the assembly's name");
        HealthSetup.Ready.ShouldBe("/health/ready");
    }

    [SkippableFact]
    public void Compose_OneMachine_AgreesWithTheDockerfileAndTheSettings()
    {
        var text = Text("compose.yaml");
        foreach (var line in new[] { "read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", "127.0.0.1:8080:8080", "- data:/data", "- /tmp:", "user: \"1654:1654\"" })
        {
            text.ShouldContain(line);
        }

        Text("Dockerfile").ShouldContain("EXPOSE 8080");
        Text("Dockerfile").ShouldContain("USER 1654:1654");
        var settings = Regex.Matches(text, @"^\s+(Ruying__\w+): (\S+)$", RegexOptions.Multiline)
            .ToDictionary(m => m.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal), m => (string?)m.Groups[2].Value);
        settings.ShouldNotBeEmpty();
        SettingsCheck.Require(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
    }

    [SkippableTheory]
    [InlineData("web")]
    [InlineData("worker")]
    public void Compose_SeveralServers_AgreesWithTheSettings(string role)
    {
        var text = Text("compose.servers.yaml");
        foreach (var line in new[] { "read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", "user: \"1654:1654\"", "127.0.0.1:8080:8080", $"Ruying__Role: {role}" })
        {
            text.ShouldContain(line);
        }

        // No port but of this machine alone, and no secret of ours.
        Regex.Matches(text, @"^\s+- ""(\S+):\d+:\d+""$", RegexOptions.Multiline).Select(m => m.Groups[1].Value).ShouldAllBe(address => address == "127.0.0.1");
        Regex.Matches(text, @"(PASSWORD|SECRET\w*|SecretKey): (\S+)$", RegexOptions.Multiline).Select(m => m.Groups[2].Value).ShouldAllBe(value => value.StartsWith("${RUYING_", StringComparison.Ordinal));
        var settings = Regex.Matches(text, @"^\s+(Ruying__\w+): (\S+)$", RegexOptions.Multiline).Where(m => m.Groups[1].Value != "Ruying__Role")
            .ToDictionary(m => m.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal), m => (string?)m.Groups[2].Value);
        settings.Count.ShouldBeGreaterThan(7);
        settings["Ruying:Role"] = role;
        SettingsCheck.Require(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
    }

    [SkippableFact]
    public async Task Dockerfile_Linted_HasNoFault()
    {
        var start = new ProcessStartInfo("npx", ["--offline", "--no-install", "dockerfile-utils", "lint", Path.Combine(Root(), "Dockerfile")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = TryStart(start);
        Skip.If(process is null, "npx is not here");
        var error = process!.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Skip.If((await error).Contains("npm error", StringComparison.Ordinal), "dockerfile-utils is not here, and no test fetches anything");
        process.ExitCode.ShouldBe(0, output);
    }

    private static Process? TryStart(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static List<string> Copied() =>
        [.. Regex.Matches(Text("Dockerfile"), @"^COPY (?!--)(.+) \S+$", RegexOptions.Multiline).SelectMany(m => m.Groups[1].Value.Split(' '))];

    private static string Text(string name) => File.ReadAllText(Path.Combine(Root(), name));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Ruying.sln")))
        {
            folder = folder.Parent;
        }

        Skip.If(folder is null, "the tests run outside the source tree");
        return folder!.FullName;
    }
}
