using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Studio;
using Ruying.Pipeline.Evaluation;
using Ruying.Pipeline.Learning;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Rendering.Harmonising;

namespace Ruying.Training.Harmonising;

/// <summary>The verbs that make the harmoniser's base weights.</summary>
/// <param name="arguments">The command line.</param>
internal sealed class HarmoniserCommands(TrainingArguments arguments)
{
    private const string Model = "mouth-harmoniser";

    /// <summary>The 64 sentences that figures are measured on: no shipped harmoniser has seen any of them.</summary>
    private const string Measured = "s1";

    private const int Iterations = 6000;

    private string Folder => Path.Combine(arguments.Work, "harmoniser");

    /// <summary>Builds an avatar of each speaker and makes examples of it; goes on where it was cut off.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var pipeline = new RuyingPipeline(new PipelineOptions { Device = "cpu", Threads = arguments.Threads });
        foreach (var folder in Directory.EnumerateDirectories(arguments.Corpus).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(folder);
            var examples = Path.Combine(Folder, name + ".examples");
            if (name == Measured || File.Exists(examples))
            {
                continue;
            }

            var work = Path.Combine(Folder, name + ".work");
            Directory.CreateDirectory(work);
            var footage = Path.Combine(work, name + ".mp4");
            await ClipJoiner.JoinAsync(folder, footage, work, cancellationToken).ConfigureAwait(false);
            var built = Path.Combine(work, "avatar");
            using (var avatar = Directory.Exists(built)
                ? AvatarPackage.Open(built)
                : await pipeline.Avatars.BuildAsync([footage], built, work, new AvatarOptions { Name = name, LongestPart = true }, cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                await new ExampleMaker(avatar).WriteAsync(_ => true, examples, null, cancellationToken).ConfigureAwait(false);
            }

            Directory.Delete(work, recursive: true);
            Console.WriteLine($"{name}: {new FileInfo(examples).Length / HarmoniserExamples.Bytes} examples");
        }
    }

    /// <summary>Trains the base weights and writes them and the ONNX file.</summary>
    public void Train(CancellationToken cancellationToken)
    {
        var leftOut = arguments.Text("leave-out", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var files = Directory.EnumerateFiles(Folder, "*.examples").Order(StringComparer.Ordinal)
            .Where(f => !leftOut.Contains(Path.GetFileNameWithoutExtension(f).Split('-')[0]))
            .Select(HarmoniserExamples.Open).ToArray();
        try
        {
            Console.WriteLine($"{files.Sum(f => f.Count)} examples of {files.Length} clips");
            using var sessions = new OnnxSessions(new PipelineOptions { Device = arguments.Text("device", "cpu") });
            var name = arguments.Text("name", Model);
            var run = Path.Combine(arguments.Work, "runs", name);
            Directory.CreateDirectory(run);
            var trainer = new HarmoniserTrainer(sessions, new HarmoniserTrainingOptions
            {
                Steps = (int)arguments.Number("iterations", Iterations),
                Rate = (float)arguments.Number("rate", 5e-4),
                Relight = true,
                Threads = arguments.Threads,
                Seed = arguments.Seed,
            });
            var steps = 0;
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var weights = trainer.Train(
                files, null, Path.Combine(run, "checkpoint"),
                (done, loss) =>
                {
                    if (++steps % 250 == 0 || done == 1)
                    {
                        Console.WriteLine($"{done:P1} loss {loss:F5} {watch.Elapsed.TotalMinutes:F1} min");
                    }
                },
                cancellationToken);
            Write(weights, arguments.Text("out", Path.Combine(arguments.Work, name)));
        }
        finally
        {
            Array.ForEach(files, f => f.Dispose());
        }
    }

    private static void Write(ParameterSet weights, string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), HarmoniserNet.ForUse(weights));
        Console.WriteLine(folder);
    }
}
