using System.Diagnostics;
using Ruying.Pipeline.Learning;
using Ruying.Pipeline.Models;

namespace Ruying.Pipeline.Rendering.Harmonising;

/// <summary>How to train.</summary>
public sealed record HarmoniserTrainingOptions
{
    /// <summary>Steps in all.</summary>
    public required int Steps { get; init; }

    /// <summary>Longest time: the learning rate falls with the share of steps or of time that is used up, whichever is larger.</summary>
    public TimeSpan LongestTime { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Highest learning rate.</summary>
    public float Rate { get; init; } = 1e-3f;

    /// <summary>Whether examples are shown in other light too: for weights that shall fit anybody.</summary>
    public bool Relight { get; init; }

    /// <summary>Threads.</summary>
    public int Threads { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    /// <summary>Seed of the first weights and of the order of examples.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>Trains the harmoniser's network; a run that was cut off goes on from its last checkpoint.</summary>
/// <param name="sessions">Where the learning graph runs.</param>
/// <param name="options">How.</param>
public sealed class HarmoniserTrainer(OnnxSessions sessions, HarmoniserTrainingOptions options)
{
    /// <summary>Examples in a step.</summary>
    public const int Batch = 16;

    private const int CheckpointEvery = 250;
    private const int WarmUp = 100;

    /// <summary>Between one part for each file (0) and as many as it has examples (1).</summary>
    private const double Balance = 0.5;

    /// <summary>Trains.</summary>
    /// <param name="files">Examples; several files count as several people.</param>
    /// <param name="start">Weights to begin with; null begins anew.</param>
    /// <param name="checkpoint">Where the run keeps its state; its folder must be there.</param>
    /// <param name="progress">Hears the share done, 0 to 1, and the loss, after each step.</param>
    /// <param name="cancellationToken">Stops within milliseconds, after the last checkpoint.</param>
    /// <returns>The averaged weights.</returns>
    public ParameterSet Train(
        IReadOnlyList<HarmoniserExamples> files, ParameterSet? start, string checkpoint, Action<double, double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        var optimizer = Resume(checkpoint, start, out var parameters);
        var shares = Math.Clamp(options.Threads, 1, 8);
        var each = (Batch + shares - 1) / shares;
        var graph = HarmoniserNet.ForLearning(parameters, each, HarmoniserView.Side, options.Seed);
        optimizer ??= new AdamW(parameters);
        using var gradients = new GradientSession(sessions.Open(graph, threads: 1), parameters);
        var batches = Enumerable.Range(0, shares).Select(_ => new HarmoniserBatch(each)).ToArray();
        var chances = Chances(files);
        var mean = 0.0;
        var begun = Stopwatch.GetTimestamp();
        for (var done = Done(optimizer.Steps, begun); done < 1; done = Done(optimizer.Steps, begun))
        {
            var step = optimizer.Steps;
            cancellationToken.ThrowIfCancellationRequested();
            for (var share = 0; share < shares; share++)
            {
                Fill(batches[share], each, files, chances, new Random(unchecked((((options.Seed * 1_000_003) + step) * 16) + share)));
            }

            var loss = gradients.Compute([.. batches.Select(b => b.Values)], cancellationToken);
            optimizer.Step(gradients.Gradients, Rate(step, done));
            mean += (loss - mean) / Math.Min(step + 1, 50);
            if (optimizer.Steps % CheckpointEvery == 0)
            {
                optimizer.Save(checkpoint);
            }

            progress?.Invoke(Math.Min(Done(optimizer.Steps, begun), 1), mean);
        }

        optimizer.Save(checkpoint);
        return optimizer.Average;
    }

    private static double[] Chances(IReadOnlyList<HarmoniserExamples> files)
    {
        var weights = files.Select(f => Math.Pow(f.Count, Balance)).ToArray();
        return [.. weights.Select((_, i) => weights.Take(i + 1).Sum() / weights.Sum())];
    }

    private static AdamW? Resume(string checkpoint, ParameterSet? start, out ParameterSet parameters)
    {
        if (File.Exists(checkpoint))
        {
            return AdamW.Load(checkpoint, out parameters);
        }

        parameters = start?.Copy() ?? new ParameterSet();
        return null;
    }

    private void Fill(HarmoniserBatch batch, int count, IReadOnlyList<HarmoniserExamples> files, double[] chances, Random random)
    {
        for (var place = 0; place < count; place++)
        {
            var chance = random.NextDouble();
            var file = files[Math.Min(chances.Count(c => c < chance), files.Count - 1)];
            batch.Load(place, file, random.Next(file.Count), options.Relight ? random : null);
        }
    }

    private double Done(int steps, long begun) => Math.Max(
        (double)steps / options.Steps,
        options.LongestTime == Timeout.InfiniteTimeSpan ? 0 : Stopwatch.GetElapsedTime(begun) / options.LongestTime);

    private float Rate(int step, double done) =>
        options.Rate * Math.Min(1, (step + 1f) / WarmUp) * (float)(0.02 + (0.98 * (0.5 + (0.5 * Math.Cos(Math.PI * done)))));
}
