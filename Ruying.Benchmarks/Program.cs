using System.Runtime.InteropServices;
using System.Text.Json;
using Ruying.Benchmarks;
using Ruying.Benchmarks.Service;

// One line of JSON a benchmark, after one that says on what machine: fit to be kept and compared.
string? given = null, aligned = null, avatar = null, people = null;
var names = new List<string>();
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--footage" && i + 1 < args.Length)
    {
        given = args[++i];
    }
    else if (args[i] == "--aligned" && i + 1 < args.Length)
    {
        aligned = args[++i];
    }
    else if (args[i] == "--avatar" && i + 1 < args.Length)
    {
        avatar = args[++i];
    }
    else if (args[i] == "--people" && i + 1 < args.Length)
    {
        people = args[++i];
    }
    else
    {
        names.Add(args[i]);
    }
}

using var footage = new BenchmarkFootage(given, avatar);
IReadOnlyList<IBenchmark> benchmarks = [new BuildBenchmark(footage), new RenderBenchmark(footage, 20), new RenderBenchmark(footage, 300), new RenderBenchmark(footage, LongScriptBenchmark.Minute) { OnlyWhenNamed = true }, new RenderBenchmark(footage, LongScriptBenchmark.Hour) { OnlyWhenNamed = true }, new PreviewBenchmark(footage), new PictureBenchmark(footage), new NetworkBenchmark(), new SpeechBenchmark(), new AlignmentBenchmark(aligned), new RecordingBenchmark(aligned), new LongScriptBenchmark(footage), new VoiceMeasureBenchmark(people), new ServiceBenchmark(footage)];

var unknown = names.Except(benchmarks.Select(benchmark => benchmark.Name)).ToList();
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
foreach (var benchmark in benchmarks.Where(benchmark => names.Count == 0 ? !benchmark.OnlyWhenNamed : names.Contains(benchmark.Name)))
{
    var figures = await benchmark.RunAsync(stop.Token);
    Console.WriteLine(JsonSerializer.Serialize(new { benchmark = benchmark.Name, figures = figures.ToDictionary(f => f.Key, f => Math.Round(f.Value, 3)) }));
}

return 0;
