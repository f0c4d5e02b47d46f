namespace Ruying.Benchmarks;

/// <summary>What a script of almost an hour needs in memory beyond one of a minute. Takes over half an hour: runs only when it is named.</summary>
public sealed class LongScriptBenchmark(BenchmarkFootage footage) : IBenchmark
{
    public const int Minute = 60, Hour = 3500;

    public string Name => "long-script";

    public bool OnlyWhenNamed => true;

    public async Task<IReadOnlyDictionary<string, double>> RunAsync(CancellationToken cancellationToken)
    {
        var figures = new Dictionary<string, double>();
        foreach (var seconds in new[] { Minute, Hour })
        {
            foreach (var (name, value) in await new RenderBenchmark(footage, seconds).RunAsync(cancellationToken))
            {
                figures[$"{name}_{seconds}s"] = value;
            }
        }

        figures["peak_memory_mb_more"] = figures[$"peak_memory_mb_{Hour}s"] - figures[$"peak_memory_mb_{Minute}s"];
        return figures;
    }
}
