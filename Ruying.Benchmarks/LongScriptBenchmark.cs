namespace Ruying.Benchmarks;

/// <summary>What a script of almost an hour needs in memory beyond one of a minute, rendered one after the other. Takes over half an hour: runs only when it is named.</summary>
public sealed class LongScriptBenchmark(BenchmarkFootage footage) : IBenchmark
{
    private const int Short = 60, Long = 3500;

    public string Name => "long-script";

    public bool OnlyWhenNamed => true;

    public async Task<IReadOnlyDictionary<string, double>> RunAsync(CancellationToken cancellationToken)
    {
        var figures = new Dictionary<string, double>();
        foreach (var seconds in new[] { Short, Long })
        {
            foreach (var (name, value) in await new RenderBenchmark(footage, seconds).RunAsync(cancellationToken))
            {
                figures[$"{name}_{seconds}s"] = value;
            }
        }

        figures["peak_memory_mb_more"] = figures[$"peak_memory_mb_{Long}s"] - figures[$"peak_memory_mb_{Short}s"];
        return figures;
    }
}
