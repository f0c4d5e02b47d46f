using System.Diagnostics;
using System.Text.Json;
using Ruying.Pipeline;

namespace Ruying.Benchmarks;

/// <summary>What a script of almost an hour needs in memory beyond one of a minute, each rendered by a process of its own. Takes over half an hour: runs only when it is named.</summary>
public sealed class LongScriptBenchmark(BenchmarkFootage footage) : IBenchmark
{
    public const int Minute = 60, Hour = 3500;

    public string Name => "long-script";

    public bool OnlyWhenNamed => true;

    public async Task<IReadOnlyDictionary<string, double>> RunAsync(CancellationToken cancellationToken)
    {
        string avatar;
        await using (var pipeline = new RuyingPipeline())
        {
            avatar = await footage.AvatarAsync(pipeline, cancellationToken);
        }

        var figures = new Dictionary<string, double>();
        foreach (var seconds in new[] { Minute, Hour })
        {
            foreach (var (name, value) in await RenderAsync(avatar, seconds, cancellationToken))
            {
                figures[$"{name}_{seconds}s"] = value;
            }
        }

        figures["peak_memory_mb_more"] = figures[$"peak_memory_mb_{Hour}s"] - figures[$"peak_memory_mb_{Minute}s"];
        return figures;
    }

    private static async Task<Dictionary<string, double>> RenderAsync(string avatar, int seconds, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [$"render-{seconds}s", "--avatar", avatar]) { RedirectStandardOutput = true })!;
        try
        {
            var lines = (await process.StandardOutput.ReadToEndAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            using var line = JsonDocument.Parse(lines[^1]);
            return line.RootElement.GetProperty("figures").EnumerateObject().ToDictionary(f => f.Name, f => f.Value.GetDouble());
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
