using System.Runtime.InteropServices;
using System.Text.Json;
using Ruying.Benchmarks;

// One line of JSON a benchmark, after one that says on what machine: fit to be kept and compared.
IReadOnlyList<IBenchmark> benchmarks = [];

var unknown = args.Except(benchmarks.Select(benchmark => benchmark.Name)).ToList();
if (unknown.Count > 0)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown[0]}'; there are: {string.Join(", ", benchmarks.Select(b => b.Name))}.");
    return 2;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
{
    context.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
});

Console.WriteLine(JsonSerializer.Serialize(new
{
    machine = RuntimeInformation.OSDescription,
    cores = Environment.ProcessorCount,
    memory_gb = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1),
    runtime = RuntimeInformation.FrameworkDescription,
}));
foreach (var benchmark in benchmarks.Where(benchmark => args.Length == 0 || args.Contains(benchmark.Name)))
{
    var figures = await benchmark.RunAsync(stop.Token);
    Console.WriteLine(JsonSerializer.Serialize(new { benchmark = benchmark.Name, figures }));
}

return 0;
