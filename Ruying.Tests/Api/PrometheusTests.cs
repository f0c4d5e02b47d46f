using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

/// <summary>Alone: the exporter hears the meters of every service in this process, and forgets what one of them had when it ends.</summary>
[Collection(Alone)]
public sealed class PrometheusTests : ServiceTest
{
    private const string Alone = "Prometheus";

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class NothingBeside;

    [SkippableFact]
    public async Task Prometheus_AfterWork_FindsTheNamesOfTheDocumentation()
    {
        await using var host = Host();
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var (_, job) = await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" }));
        await ServiceHost.WaitAsync(client, job, "succeeded");

        // The exporter answers from what it gathered a moment ago.
        var text = "";
        await Eventually.SoAsync(async () =>
        {
            text = await client.GetStringAsync(At("/metrics"));
            return text.Contains("ruying_render_rate", StringComparison.Ordinal);
        });

        foreach (var name in DocumentedNames())
        {
            text.ShouldContain("\n" + name + (Regex.IsMatch(name, "_duration_|_rate_") ? "_count{" : "{"));
        }
    }

    private static List<string> DocumentedNames()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "docs", "operation.md")))
        {
            folder = folder.Parent;
        }

        Skip.If(folder is null, "the tests run outside the source tree");
        var names = Regex.Matches(File.ReadAllText(Path.Combine(folder!.FullName, "docs", "operation.md")), @"^\| `(ruying_\w+)` \|", RegexOptions.Multiline);
        names.Count.ShouldBe(10);
        return [.. names.Select(m => m.Groups[1].Value)];
    }
}
